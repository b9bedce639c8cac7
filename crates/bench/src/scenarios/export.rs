//! The copy of everything as a ZIP archive: what sending it costs, and whether its announced length is right.

use uuid::Uuid;

use super::costs::Costs;
use crate::support::contestants::{Contestant, Server, object};
use crate::support::desk::{self, Download};
use crate::support::exchange::exchange;
use crate::support::figures::Figures;
use crate::support::load::{self, Meter};
use crate::support::report::{Bar, Section, Table};
use crate::support::run::Run;
use crate::support::{MIB, Result};

/// The beginning of a ZIP archive's last record.
const END_OF_DIRECTORY: &[u8] = b"PK\x05\x06";

#[derive(Clone, Copy)]
struct Plan {
    files: usize,
    size: u64,
}

impl Plan {
    fn bytes(self) -> u64 {
        self.files as u64 * self.size
    }
}

struct Row {
    contestant: Contestant,
    costs: Costs,
    /// How far each archive was from its announced length; empty if none was announced.
    off: Figures,
}

pub async fn measure(run: &Run) -> Result<Section> {
    let plan = Plan { files: 8, size: if run.quick { 16 } else { 64 } * MIB };
    let row = |contestant| Row { contestant, costs: Costs::default(), off: Figures::default() };
    let mut rows = [Contestant::Anteroom, Contestant::Archiver].map(row);
    run.alternate("export", &mut rows, async |run, row| turn(run, row, plan).await).await?;
    let name = format!("{} files of {} MiB", plan.files, plan.size / MIB);
    let columns = ["server", "CPU s/GiB", "peak MiB", "MiB a second", "bytes off the announced length"];
    let mut table = Table::new(format!("An archive of {name}:"), columns);
    for row in &rows {
        let costs = [row.costs.cpu.shown(2), row.costs.peak.shown(0), row.costs.speed.shown(0), row.off.shown(0)];
        table.line(row.contestant.name(), costs);
    }
    let [anteroom, _] = &rows;
    let (cpu, peak, off) = (anteroom.costs.cpu.median(), anteroom.costs.peak.median(), anteroom.off.most());
    Ok(Section {
        title: "Export".to_owned(),
        about: "Stored, not compressed, streamed from the store. Anteroom checks the store's CRC-64, computes CRC-32 and \
                SHA-256 of each file, writes the pages and the manifest and an entry in the trail, and announces the \
                length. The peer is a bare listing handed to archiver, which computes CRC-32 and announces nothing; its \
                objects came without a checksum, so its SDK checks none."
            .to_owned(),
        tables: vec![table],
        bars: vec![
            Bar::at_most("export: CPU s/GiB", cpu, 0.8),
            Bar::at_most("export: peak MiB", peak, 64.0),
            Bar::at_most("export: bytes off the announced length", off, 0.0),
        ],
    })
}

#[expect(clippy::cast_precision_loss, reason = "zero, or an error that any figure shows")]
async fn turn(run: &Run, row: &mut Row, plan: Plan) -> Result<()> {
    load::clear(run.sink).await?;
    let server = Server::start(row.contestant, run.sink).await?;
    let session = Uuid::new_v4();
    let own = row.contestant == Contestant::Anteroom;
    for _ in 0..plan.files {
        let (address, request) = if own {
            (server.address(), server.upload_in(session, plan.size, "close"))
        } else {
            (run.sink, object(session, plan.size, "close"))
        };
        exchange(address, &request, std::time::Duration::from_mins(2)).await?.success()?;
    }
    let (path, headers) = if own {
        desk::contact(&server, session).await?;
        let token = desk::sign_in(&server).await?;
        (format!("/api/v1/admin/sessions/{session}/export"), format!("Authorization: Bearer {token}\r\n"))
    } else {
        (format!("/export/{session}"), String::new())
    };
    // Once unmeasured, to warm up a just-in-time compiler.
    whole(desk::download(&server, &path, &headers).await?, plan)?;
    let meter = Meter::begin(&server)?;
    let download = desk::download(&server, &path, &headers).await?;
    row.costs.push(meter.stop(&server, plan.bytes())?);
    let download = whole(download, plan)?;
    if let Some(announced) = download.announced {
        row.off.push(announced.abs_diff(download.bytes) as f64);
    }
    Ok(())
}

/// Returns the archive if it looks complete.
fn whole(download: Download, plan: Plan) -> Result<Download> {
    let ended = memchr::memmem::find(&download.end, END_OF_DIRECTORY).is_some();
    if download.bytes > plan.bytes() && ended {
        Ok(download)
    } else {
        Err(format!("an archive of {} bytes without an end", download.bytes).into())
    }
}
