//! A register that is a CSV file, read anew for every question.

use std::{
    fs::File,
    io::{BufReader, Read as _},
    path::{Path, PathBuf},
};

use csv::{ByteRecord, ErrorKind, ReaderBuilder};
use domain::register::{Listing, Wanted, spelled};
use jiff::{Timestamp, civil::Date};

use super::{LostAndStolen, RegisterError, Reply};

/// The first line of the file.
const HEADER: [&str; 4] = ["number", "kind", "country", "reported"];
/// The most bytes that are read.
const LARGEST: u64 = 256 * 1024 * 1024;
/// The most bytes of a value.
const LONGEST: usize = 64;

/// A register in a CSV file with the columns `number`, `kind`, `country` (ISO
/// 3166-1 alpha-3, or what a machine-readable zone has in its place) and
/// `reported` (`YYYY-MM-DD`, or empty).
///
/// A file with one line that cannot be read answers nothing: the line could be
/// the one that is looked for.
pub struct FileRegister {
    path: PathBuf,
}

impl FileRegister {
    /// The register at `path`; it is opened when it is asked.
    #[must_use]
    pub fn new(path: &Path) -> Self {
        Self {
            path: path.to_owned(),
        }
    }

    fn unreadable(&self, source: std::io::Error) -> RegisterError {
        RegisterError::Unreadable {
            path: self.path.clone(),
            source,
        }
    }

    fn malformed(&self, line: u64, what: &'static str) -> RegisterError {
        RegisterError::Malformed {
            path: self.path.clone(),
            line,
            what,
        }
    }

    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "the kinds of the CSV crate may grow"
    )]
    fn csv_error(&self, error: csv::Error) -> RegisterError {
        let line = error.position().map_or(0, csv::Position::line);
        match error.into_kind() {
            ErrorKind::Io(source) => self.unreadable(source),
            ErrorKind::UnequalLengths { .. } => {
                self.malformed(line, "it does not have four values")
            }
            _ => self.malformed(line, "it is no CSV"),
        }
    }

    /// The date of report, where this line is about `wanted`.
    fn line(
        &self,
        record: &ByteRecord,
        wanted: &Wanted,
    ) -> Result<Option<Option<Date>>, RegisterError> {
        let line = record.position().map_or(0, csv::Position::line);
        let mut values = [""; 4];
        for (value, bytes) in values.iter_mut().zip(record) {
            if bytes.len() > LONGEST {
                return Err(self.malformed(line, "a value is too long"));
            }
            *value = std::str::from_utf8(bytes)
                .map_err(|_| self.malformed(line, "a value is no UTF-8"))?
                .trim();
        }
        let [number, _, country, reported] = values;
        let number = spelled(number);
        if number.is_empty() {
            return Err(self.malformed(line, "it has no number"));
        }
        let country = spelled(country);
        if !(1..=3).contains(&country.len())
            || !country.bytes().all(|byte| byte.is_ascii_uppercase())
        {
            return Err(self.malformed(line, "country is no code of a country"));
        }
        let reported: Option<Date> = match reported {
            "" => None,
            text => Some(
                text.parse()
                    .map_err(|_| self.malformed(line, "reported is no date"))?,
            ),
        };
        let same = number == *wanted.number.reveal() && country == wanted.country;
        Ok(same.then_some(reported))
    }
}

impl LostAndStolen for FileRegister {
    fn ask(&self, wanted: &Wanted) -> Result<Reply, RegisterError> {
        let file = File::open(&self.path).map_err(|error| self.unreadable(error))?;
        let about = file.metadata().map_err(|error| self.unreadable(error))?;
        if about.len() > LARGEST {
            return Err(RegisterError::TooLarge {
                path: self.path.clone(),
                limit: LARGEST,
            });
        }
        let as_of = about
            .modified()
            .ok()
            .and_then(|modified| Timestamp::try_from(modified).ok());
        // The file may grow while it is read.
        let limited = BufReader::new(file).take(LARGEST);
        let mut reader = ReaderBuilder::new().has_headers(false).from_reader(limited);
        let mut record = ByteRecord::new();
        let mut listing = Listing::NotListed;
        let mut first = true;
        while reader
            .read_byte_record(&mut record)
            .map_err(|error| self.csv_error(error))?
        {
            if std::mem::take(&mut first) {
                let header = record.iter().map(<[u8]>::trim_ascii);
                if !header.eq(HEADER.map(str::as_bytes)) {
                    return Err(
                        self.malformed(1, "the columns are number, kind, country, reported")
                    );
                }
                continue;
            }
            if let Some(reported) = self.line(&record, wanted)? {
                listing = Listing::Listed { reported };
            }
        }
        if first {
            return Err(self.malformed(1, "the columns are number, kind, country, reported"));
        }
        Ok(Reply { listing, as_of })
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use jiff::civil::date;

    use super::*;

    const REGISTER: &str = "number,kind,country,reported\n\
        CA 00001 AA,identity_card,ITA,2026-01-07\n\
        YA0000002,passport,ITA,\n\
        L898902C3,passport,UTO,2025-12-31\n";

    #[test]
    fn a_document_is_found_by_number_and_country() {
        for (number, country, expected) in [
            ("ca00001aa", "ita", Some(Some(date(2026, 1, 7)))),
            ("YA0000002", "ITA", Some(None)),
            ("L898902C3<", "UTO", Some(Some(date(2025, 12, 31)))),
            ("L898902C3", "ITA", None),
            ("CA00001AB", "ITA", None),
        ] {
            let listing =
                expected.map_or(Listing::NotListed, |reported| Listing::Listed { reported });
            let reply = ask(REGISTER.as_bytes(), number, country).expect("an answer");
            assert_eq!(reply.listing, listing, "{number} {country}");
            assert!(reply.as_of.is_some(), "a file has a time");
        }
    }

    #[test]
    fn a_register_with_a_line_that_cannot_be_read_answers_nothing() {
        let long = format!("{REGISTER}{},passport,ITA,\n", "A".repeat(1_000));
        for (text, line) in [
            (&b""[..], 1),
            (b"nummer,kind,country,reported\n", 1),
            (b"number,kind,country,reported\nCA1,identity_card,ITA\n", 2),
            (b"number,kind,country,reported\n,passport,ITA,\n", 2),
            (b"number,kind,country,reported\nCA1,passport,Italia,\n", 2),
            (
                b"number,kind,country,reported\nCA1,passport,ITA,07/01/2026\n",
                2,
            ),
            (
                b"number,kind,country,reported\nCA1,passport,ITA,\n\xFF\xFE,passport,ITA,\n",
                3,
            ),
            (b"number,kind,country,reported\n\"CA1,passport,ITA,\n", 2),
            (long.as_bytes(), 5),
        ] {
            let error = ask(text, "CA00001AA", "ITA").expect_err("no answer");
            let named = matches!(&error, RegisterError::Malformed { line: at, .. } if *at == line);
            assert!(named, "{error} in {}", String::from_utf8_lossy(text));
            assert!(!error.to_string().contains("CA1"), "{error}");
        }
    }

    #[test]
    fn a_register_that_is_not_there_answers_nothing() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let register = FileRegister::new(&folder.path().join("none.csv"));
        let asked = register.ask(&Wanted::new("CA00001AA", "ITA"));
        assert!(matches!(asked, Err(RegisterError::Unreadable { .. })));
    }

    fn ask(text: &[u8], number: &str, country: &str) -> Result<Reply, RegisterError> {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("register.csv");
        fs::write(&path, text).expect("a file");
        FileRegister::new(&path).ask(&Wanted::new(number, country))
    }
}
