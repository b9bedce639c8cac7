//! English.

use super::{Script, Tables};

pub const TABLES: Tables = Tables {
    script: Script::Latin,
    common: "the a an and is are was you your to of for it i we he she they this that with on in at me my can could would please \
             have has will be do don not if from by what when how thanks thank just let send call buy pay tomorrow today \
             need forget meet hi hey hello i'll get our us there here about up out so but or",
    greetings: "hi hey hello dear good morning afternoon evening yo sir madam mum mom dad everyone all guys team folks sorry ok \
                okay thanks thank you well so oh ah yes no hiya love darling honey mate",
    fillers: "please and then also just so pls plz kindly now oh ok okay or but fyi reminder urgent important quick asap btw \
              first finally next again maybe",
    requests: "can you please|could you please|can you * send|can you-|could you|would you mind|will you please|can u|could u|\
               would you be able|would it be possible|please|pls|plz|kindly|don't forget|dont forget|do not forget|remember to|\
               make sure|be sure to|remind me|remind * to|i need you to|we need you to|need you to|you need to|you have to|\
               you must|you should|you'll have to|you will have to|i'd like you to|i would like you to|i want you to|\
               mind * picking|mind picking|would you|any chance you could|any chance you can|if you could|let me know|let us know|\
               give me a call|give me a ring|give us a call|give * a call|call me|ring me|call me back|get back to me|\
               has to be * by|needs to be|must be * by|have to be * by|is due|are due|asap|deadline is|see to it|take care of|\
               it's your turn to|your turn to|you're supposed to|we still need your|still need your|i still need|still waiting for your|\
               waiting for your|expecting your|don't be late",
    imperatives: [
        "send|forward|bring|check|write|read|sign|fill|fill in|fill out|return|submit|upload|print|book|reserve|cancel|confirm|\
         prepare|finish|fix|clean|water|feed|walk|pick up|drop off|drop|take|put|give|tell|ask|show|email|mail|text|message|reply|\
         answer|update|review|approve|complete|collect|deliver|move|remove|delete|install|order|register|renew|schedule|arrange|\
         organise|organize|share|post|add|attach|download|turn off|turn on|switch off|lock|close|open|leave|find|look for|\
         let|make|get|keep|wash|iron|cook|charge|return|hand in|hand over|empty|stop|start|remember|try|contact|inform|invite|\
         measure|change|replace|repair|scan|copy|translate|proofread|correct|backup|back up|set up|set|test|deploy|mow|\
         vacuum|pack|help|wait|come|go|be|do|use|enter|follow|notify|wake|drive|stay|grab the|respond|rsvp",
        "meet|come over|come by|come to|join|attend|see me",
        "pay|transfer|wire|settle|reimburse|refund",
        "call|phone|ring|dial|facetime",
        "buy|get some|grab|pick up some|purchase|order|get milk|get bread",
    ],
    notes: [
        "send|forward|bring|check|write|read|sign|fill|return|submit|upload|print|book|reserve|cancel|confirm|prepare|finish|fix|\
         clean|water|feed|pick up|take|email|text|reply|renew|schedule|arrange|order|register|wash|back up|find|ask|tell|collect|\
         update|make|get|organise|organize|change|replace|pack|plan|learn|start|clear|hand in|drop off|do|tidy|remember|remind|\
         file|apply|finish|look up|charge|return|test|invite|talk to|speak to|deadline|due|todo|to do",
        "meeting|appointment|dentist|doctor|lunch with|dinner with|coffee with|meet|interview|parents evening|haircut|gp|vet",
        "pay|transfer|rent|invoice|bill",
        "call|phone|ring",
        "buy|shopping|groceries|grab|purchase",
    ],
    hints: [
        "pay|payment|transfer * money|transfer the|invoice is due|rent|deposit|owe|reimburse|bank transfer|pay the|settle",
        "call me|call back|call us|give me a call|give me a ring|give us a call|a call|phone me|ring me|ring us|call him|call her|\
         call them|call the|call my|call mum|call dad|ring the|phone the|call",
        "buy|pick up some|get some|grab some|groceries|milk|bread|shopping|eggs|butter|from the shop|from the supermarket|from the store",
    ],
    invitations: "let's meet|lets meet|shall we meet|can we meet|could we meet|want to meet|wanna meet|meet up|meeting|appointment|\
                  are you free|are you available|you free|join us|come over|come to|lunch|dinner|coffee|get together|catch up|\
                  fancy|let's have|lets have|shall we|how about|see you at|standup|stand-up|parents' evening|is scheduled for|\
                  is booked for|do you have time|have you got time|would * suit you|does * suit you|does * work for you|\
                  work for you|we're meeting|rehearsal",
    demands: "you owe|owe me|owe us|rent is due|invoice is due|payment is due|is overdue|outstanding amount|outstanding balance|\
              please find * invoice|rent * hasn't arrived|haven't received your payment|amount due|still have to pay|your share is|\
              payable by|transfer * to my account|my iban|payment is overdue",
    promises: "i'll|i will|i'm going to|im going to|i am going to|i shall|i'm gonna|i promise to|i promise i|let me|i can * by|\
               i'll be|will do it|will send|we'll|we will|i plan to|leave it to me and i|ill send|ill call|ill be|ill do|ill bring|\
               ill get|ill pay|ill pick|ill check",
    blockers: "no need|don't need to|dont need to|doesn't need to|needn't|you don't have to|you dont have to|no worries|don't worry|\
               dont worry|never mind|nevermind|already|would have|could have|should have|if i were|if only|i wish|wish i|\
               can you believe|could you imagine|can you imagine|would you believe|did you|have you|i sent|i paid|i called|\
               thanks for|thank you for|unsubscribe|click here|shop now|% off|limited offer|forward this|send this to|\
               pass this on|who would|hasn't to|not necessary|as if|ever wonder|let it go|let it be|let me think|i'll never|i will never|\
               i won't|i'll see|i'll think|we'll see|i'll miss|i'll always|i'm sure i'll|nothing to do|take your time|take care|\
               make yourself|get well|have a|have fun|sleep well|enjoy|happy birthday|congratulations|can you see|can you hear|\
               how can you|what can you|where can you|when can you|why would you|how could you|what would you|do you remember|\
               used to|lol|haha|just kidding|joking|order now|buy now|don't miss|free shipping|sale ends|you should have seen|\
               you should see|come on|guess what|keep calm|stay safe|be happy|be safe|be good|let's go team|we had|had lunch|had dinner|had coffee|yesterday|last week|last night|was great|were at|it was|i was|we were|we met|he was|she was",
    questions: "what|where|when|who|why|which|whose|how|did|do|does|is|are|was|were|have|has|had|am|will|would|should|shall|may",
    days: "today=0|tonight=0|this evening=0|this afternoon=0|this morning=0|tomorrow=1|tmrw=1|tmr=1|tomorow=1|2moro=1|\
           day after tomorrow=2|end of the day=0|eod=0|by lunch=0",
    weekdays: "monday mon|tuesday tue tues|wednesday wed weds|thursday thu thur thurs|friday fri|saturday sat|sunday",
    months: "january jan|february feb|march|april apr|may|june jun|july jul|august aug|september sept sep|october oct|november nov|\
             december dec",
    next_week: "next week",
    weekend: "weekend",
    within: "in within",
    units: "day=1|days=1|week=7|weeks=7|month=30|months=30|hour=0|hours=0",
    at: "at|by|until|before|from|around|after|till",
    oclock: "o'clock pm am oclock",
    afternoon: "afternoon|evening|tonight|pm",
    half: ("half", 0),
};
