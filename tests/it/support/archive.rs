//! An export's archive as others read it.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;
use sha2::{Digest as _, Sha256};

/// An archive as Python reads it: each entry's bytes, in order.
pub struct Read {
    pub names: Vec<String>,
    pub bytes: BTreeMap<String, Vec<u8>>,
}

impl Read {
    pub fn json(&self, name: &str) -> Value {
        serde_json::from_slice(&self.bytes[name]).expect("JSON")
    }

    pub fn text(&self, name: &str) -> &str {
        std::str::from_utf8(&self.bytes[name]).expect("UTF-8")
    }

    pub fn of_files(&self) -> Vec<&str> {
        self.names.iter().map(String::as_str).filter(|name| name.starts_with("files/")).collect()
    }
}

/// Opens it with Info-ZIP's `unzip -t` and Python's zipfile, and holds it to its manifest.
pub fn read(archive: &[u8]) -> Read {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("export.zip");
    std::fs::write(&path, archive).expect("a file");
    let tested = Command::new("unzip").arg("-t").arg(&path).output().expect("unzip");
    assert!(tested.status.success(), "{}", String::from_utf8_lossy(&tested.stdout));
    let names = unpack(&path, folder.path());
    let entry = |name: &String| std::fs::read(folder.path().join("out").join(name)).expect("an entry");
    let read = Read { bytes: names.iter().map(|name| (name.clone(), entry(name))).collect(), names };
    let manifest = read.json("manifest.json");
    assert_eq!(manifest["schema"], "anteroom-export-manifest/1");
    let said = manifest["entries"].as_array().expect("entries").iter().map(|entry| {
        let name = entry["name"].as_str().expect("a name");
        assert_eq!(entry["size"], read.bytes[name].len());
        assert_eq!(entry["sha256"], hex::encode(Sha256::digest(&read.bytes[name])), "{name}");
        name
    });
    let said: Vec<&str> = said.collect();
    // It speaks of all but itself, and comes last.
    let (last, others) = read.names.split_last().expect("entries");
    assert_eq!((said, last.as_str()), (others.iter().map(String::as_str).collect(), "manifest.json"));
    read
}

fn unpack(archive: &Path, folder: &Path) -> Vec<String> {
    let program = "import sys, json, zipfile\n\
                   z = zipfile.ZipFile(sys.argv[1])\n\
                   assert z.testzip() is None\n\
                   assert all(i.flag_bits & 0x800 and i.compress_type == 0 for i in z.infolist())\n\
                   z.extractall(sys.argv[2] + '/out')\n\
                   print(json.dumps(z.namelist()))";
    let mut python = Command::new("python3");
    let python =
        python.args(["-c", program]).arg(archive).arg(folder).stderr(Stdio::inherit()).output().expect("python3");
    assert!(python.status.success());
    serde_json::from_slice(&python.stdout).expect("names")
}
