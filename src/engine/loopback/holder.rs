//! Who holds a port, on Linux, from `/proc`: the program's name and its process id.

use std::fs;

use crate::model::port::Holder;

/// Returns the program that listens on a port, where this user may see it.
pub(crate) fn of_port(port: u16) -> Option<Holder> {
    let inodes: Vec<String> = ["/proc/net/tcp", "/proc/net/tcp6"]
        .iter()
        .filter_map(|table| fs::read_to_string(table).ok())
        .flat_map(|table| listening_inodes(&table, port))
        .collect();
    if inodes.is_empty() {
        return None;
    }
    fs::read_dir("/proc").ok()?.flatten().find_map(|process| {
        let id: u32 = process.file_name().to_str()?.parse().ok()?;
        let holds = fs::read_dir(process.path().join("fd"))
            .ok()?
            .flatten()
            .filter_map(|fd| fs::read_link(fd.path()).ok())
            .any(|target| {
                inodes
                    .iter()
                    .any(|inode| target.as_os_str() == format!("socket:[{inode}]").as_str())
            });
        if !holds {
            return None;
        }
        let name = fs::read_to_string(process.path().join("comm")).unwrap_or_default();
        // A program names itself: only what can be read goes on.
        let name: String = name
            .chars()
            .filter(|c| c.is_ascii_graphic() || *c == ' ')
            .collect();
        Some(Holder { name, process: id })
    })
}

/// Picks the inodes of sockets that listen (state `0A`) on a port, from the kernel's table.
fn listening_inodes(table: &str, port: u16) -> Vec<String> {
    let suffix = format!(":{port:04X}");
    table
        .lines()
        .skip(1)
        .filter_map(|line| {
            let columns: Vec<&str> = line.split_whitespace().collect();
            let listens =
                columns.get(1)?.ends_with(&suffix) && columns.get(3).is_some_and(|s| *s == "0A");
            listens.then(|| columns.get(9).map(ToString::to_string))?
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_listening_sockets_of_the_port_count() {
        let table = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n\
             0: 0100007F:06B5 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 31337 1\n\
             1: 0100007F:06B5 0100007F:9C40 01 00000000:00000000 00:00000000 00000000  1000        0 31338 1\n\
             2: 0100007F:0016 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 31339 1\n";
        assert_eq!(listening_inodes(table, 1717), ["31337"]);
        assert!(listening_inodes("garbage\n\nmore", 1717).is_empty());
    }
}
