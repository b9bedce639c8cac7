//! What the answers mean for the ledger, and which answers are never allowed.

use super::deeds::{Done, Outcome};
use super::schedule::{Deed, Op};
use super::visit::Heard;
use super::{Lab, fate};
use crate::ledger::{Fate, Sent};

impl Lab {
    /// Notes what the visitor was told, and checks that it was allowed.
    pub(super) fn settle(&mut self, done: Done) {
        let Done { deed, was_dead, believed, outcome } = done;
        let at = deed.visitor;
        self.visits[at].busy -= 1;
        let told = match &outcome {
            Outcome::Call(heard)
            | Outcome::Upload(heard, _)
            | Outcome::Contact(heard, _)
            | Outcome::Removal(heard, _) => {
                vec![heard.clone()]
            }
            Outcome::Clicks(all) => all.clone(),
            Outcome::Parked(..) => Vec::new(),
        };
        let statuses: Vec<u16> = told.iter().map(Heard::status).collect();
        self.tell(format!("   {at} {:?} -> {statuses:?}", deed.op));
        let name = format!("{:?}", deed.op);
        let name = name.split('(').next().unwrap_or_default();
        for heard in &told {
            let came = if *heard == Heard::HungUp { "hung up".to_owned() } else { heard.status().to_string() };
            self.tally.note(format!("{name} {came}"));
            self.tally.check("calm", *heard != Heard::Silence, || format!("{deed:?} got no answer"));
        }
        match outcome {
            Outcome::Call(heard) => self.settle_call(&deed, was_dead, &believed, &heard),
            Outcome::Upload(heard, sent) => self.settle_upload(at, was_dead, &heard, &sent),
            Outcome::Parked(Some(sending), sent) => drop(self.slow.insert(at, (sending, sent))),
            Outcome::Parked(None, _) => {}
            Outcome::Contact(heard, email) => {
                self.still_dead(at, was_dead, &heard, 202);
                let contacts = &mut self.visits[at].contacts;
                let open = contacts.iter_mut().rev().find(|(to, fate)| *to == email && *fate == Fate::Unknown);
                open.expect("a contact").1 = fate(&heard, 202);
                if deed.op == Op::Contact(true) && heard.status() == 202 {
                    self.visits[at].agreed.get_or_insert(believed);
                }
                self.gone(at, &heard);
            }
            Outcome::Removal(heard, id) => {
                let file = self.visits[at].files.iter_mut().find(|file| file.id.as_ref() == Some(&id));
                file.expect("a file").removal = Some(fate(&heard, 204));
                self.gone(at, &heard);
            }
            Outcome::Clicks(all) => self.settle_clicks(at, &all),
        }
    }

    fn still_dead(&mut self, at: usize, was_dead: bool, heard: &Heard, success: u16) {
        if was_dead {
            let words = || format!("visitor {at} was told that it is gone, and then {success}");
            self.tally.check("I5", heard.status() != success, words);
        }
    }

    /// A 410 of the API is final.
    fn gone(&mut self, at: usize, heard: &Heard) {
        if heard.status() == 410 {
            let lapsed = self.may_have_lapsed();
            let visit = &mut self.visits[at];
            let cause = lapsed || visit.dead.is_some() || visit.endings > 0;
            self.tally.check("I9", cause, || format!("visitor {at} lost the session without a cause"));
            visit.dead.get_or_insert("told gone");
        }
    }

    fn settle_call(&mut self, deed: &Deed, was_dead: bool, believed: &[String], heard: &Heard) {
        let at = deed.visitor;
        match &deed.op {
            Op::Open | Op::Tab | Op::Reload => {
                self.still_dead(at, was_dead, heard, 200);
                self.gone(at, heard);
                if heard.status() == 200 {
                    self.settle_open(at, believed, heard);
                }
            }
            Op::Beat(_) | Op::Resend => {
                self.still_dead(at, was_dead, heard, if deed.op == Op::Resend { 202 } else { 204 });
                self.gone(at, heard);
            }
            Op::Discard | Op::Decline => {
                let success = if deed.op == Op::Discard { 204 } else { 200 };
                let visit = &mut self.visits[at];
                match fate(heard, success) {
                    Fate::Acknowledged => {
                        visit.dead = Some(if deed.op == Op::Discard { "discarded" } else { "declined" });
                    }
                    Fate::Refused => visit.endings -= 1,
                    Fate::Unknown => {}
                }
            }
            _ => {}
        }
    }

    /// A visitor who looks again finds what was promised.
    fn settle_open(&mut self, at: usize, believed: &[String], heard: &Heard) {
        let visit = &self.visits[at];
        let opened = heard.json();
        let state = opened["state"].as_str().unwrap_or_default().to_owned();
        let may = visit.may_have_contact();
        self.tally.check("I6", state == "open" || may, || format!("visitor {at} is {state} without a contact"));
        // What runs beside this call may change it, and what a lapse may take is judged at the end.
        if state != "open" || visit.busy > 0 || visit.dead.is_some() || visit.endings > 0 {
            return;
        }
        let shown: Vec<&str> =
            opened["files"].as_array().into_iter().flatten().filter_map(|file| file["id"].as_str()).collect();
        // Neither what was acknowledged after this call began, nor what was removed since.
        let still = visit.believed();
        let missing = believed.iter().find(|id| still.contains(id) && !shown.contains(&id.as_str()));
        self.tally.check("I9", missing.is_none(), || format!("visitor {at} no longer sees file {missing:?}"));
    }

    fn settle_upload(&mut self, at: usize, was_dead: bool, heard: &Heard, sent: &[Sent]) {
        self.still_dead(at, was_dead, heard, 201);
        let fate = fate(heard, 201);
        let answer = heard.json();
        for sent in sent {
            let told = answer["files"].as_array().into_iter().flatten().find(|file| file["name"] == *sent.name);
            if fate == Fate::Acknowledged {
                let size = told.and_then(|file| file["size"].as_u64());
                let whole = size == Some(sent.bytes as u64);
                self.tally.check("I9", whole, || format!("{} was acknowledged with {size:?} bytes", sent.name));
            }
            let file = self.visits[at].files.iter_mut().find(|file| file.name == sent.name).expect("a file");
            file.upload = fate;
            file.id = told.and_then(|file| file["id"].as_str()).map(str::to_owned);
        }
        self.gone(at, heard);
    }

    fn settle_clicks(&mut self, at: usize, all: &[Heard]) {
        let visit = &mut self.visits[at];
        for heard in all {
            match heard {
                Heard::Answer(200, page) if page.contains("Already confirmed") => visit.already_confirmed = true,
                Heard::Answer(200, _) => visit.confirmed += 1,
                _ if heard.is_refusal() => {}
                _ => visit.perhaps_confirmed = true,
            }
        }
        let confirmed = visit.confirmed;
        self.tally.check("I8", confirmed <= 1, || format!("visitor {at} was confirmed {confirmed} times"));
    }
}
