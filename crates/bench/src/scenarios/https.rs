//! TLS to the store: what encryption adds, compared with the least that an upload over the AWS SDK costs.

use super::costs::Costs;
use crate::support::contestants::{Contestant, Endpoint, Server};
use crate::support::load::{self, Burst};
use crate::support::report::{Bar, Section, Table};
use crate::support::run::Run;
use crate::support::{MIB, Result};

struct Row {
    contestant: Contestant,
    tls: bool,
    costs: Costs,
}

impl Row {
    fn name(&self) -> String {
        format!("{}, {}", self.contestant.name(), if self.tls { "https" } else { "http" })
    }
}

pub async fn measure(run: &Run) -> Result<Section> {
    let burst = Burst { visitors: 8, size: if run.quick { 16 } else { 64 } * MIB };
    let rows = [
        (Contestant::Anteroom, true),
        (Contestant::DirectPut, true),
        (Contestant::Fastify, true),
        (Contestant::Anteroom, false),
        (Contestant::DirectPut, false),
    ];
    let mut rows = rows.map(|(contestant, tls)| Row { contestant, tls, costs: Costs::default() });
    run.alternate("https", &mut rows, async |run, row| turn(run, row, burst).await).await?;
    let mut table = Table::new(
        format!("{} × {} MiB:", burst.visitors, burst.size / MIB),
        ["server, and how it speaks to the store", "CPU s/GiB", "peak MiB", "MiB a second"],
    );
    for row in &rows {
        table.line(row.name(), [row.costs.cpu.shown(2), row.costs.peak.shown(0), row.costs.speed.shown(0)]);
    }
    Ok(Section {
        title: "TLS to the store".to_owned(),
        about: "Visitors speak http, as behind a proxy. The direct put receives nothing: it sends bytes that \
                lie in memory by the AWS SDK for Rust, with an unsigned payload, without a checksum, so it is less than any \
                server can do. Anteroom receives, checks, keeps its books and computes a CRC besides. TLS 1.3 with \
                AES-GCM by aws-lc in both; the peer has Node's OpenSSL."
            .to_owned(),
        tables: vec![table],
        bars: bars(&rows),
    })
}

async fn turn(run: &Run, row: &mut Row, burst: Burst) -> Result<()> {
    load::clear(run.sink).await?;
    let store = if row.tls {
        Endpoint { address: run.sink_tls, certificate: Some(&run.certificate) }
    } else {
        Endpoint { address: run.sink, certificate: None }
    };
    let server = Server::start_at(row.contestant, store).await?;
    load::burst(&server, run.sink, Burst { visitors: 8, size: 16 * MIB }).await?;
    row.costs.push(load::burst(&server, run.sink, burst).await?);
    Ok(())
}

fn bars(rows: &[Row]) -> Vec<Bar> {
    let cpu = |contestant, tls| {
        let row = rows.iter().find(|row| row.contestant == contestant && row.tls == tls)?;
        row.costs.cpu.median()
    };
    let quotient = |tls| Some(cpu(Contestant::Anteroom, tls)? / cpu(Contestant::DirectPut, tls)?);
    vec![Bar::at_most("https to the store, 8 × 64 MiB: CPU ÷ a direct SDK put's", quotient(true), 2.0)]
}
