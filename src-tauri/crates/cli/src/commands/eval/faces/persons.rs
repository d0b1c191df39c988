//! Who is who, by the labels alone: pictures that a chain of pairs says show
//! one person are that person's.

use std::collections::{BTreeMap, BTreeSet};

use super::Row;

/// The persons of a set of pairs.
pub(super) struct Persons<'a> {
    /// The person of each picture, named after the first of its pictures.
    person: BTreeMap<&'a str, &'a str>,
}

impl<'a> Persons<'a> {
    /// The persons that `rows` tell apart.
    pub(super) fn of(rows: &'a [Row]) -> Self {
        let mut person: BTreeMap<&str, &str> = rows
            .iter()
            .flat_map(|row| [row.a.as_str(), row.b.as_str()])
            .map(|name| (name, name))
            .collect();
        for row in rows.iter().filter(|row| row.same == 1) {
            let (one, other) = (person[row.a.as_str()], person[row.b.as_str()]);
            let (kept, dropped) = (one.min(other), one.max(other));
            for of in person.values_mut() {
                if *of == dropped {
                    *of = kept;
                }
            }
        }
        Self { person }
    }

    /// The pictures of the person whom `picture` shows, but `picture`.
    pub(super) fn others(&self, picture: &str) -> impl Iterator<Item = &'a str> {
        let of = self.person.get(picture).copied();
        let name = picture.to_owned();
        self.person
            .iter()
            .filter(move |(other, person)| Some(**person) == of && **other != name)
            .map(|(other, _)| *other)
    }

    /// Every picture once.
    pub(super) fn pictures(&self) -> BTreeSet<&'a str> {
        self.person.keys().copied().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chain_of_pairs_makes_one_person_and_nothing_else_does() {
        let row = |a: &str, b: &str, same| Row {
            a: a.to_owned(),
            b: b.to_owned(),
            same,
        };
        let rows = [
            row("c", "b", 1),
            row("d", "e", 1),
            row("a", "b", 1),
            row("a", "d", 0),
            row("f", "a", 0),
        ];
        let persons = Persons::of(&rows);
        let others = |name| persons.others(name).collect::<Vec<_>>();
        assert_eq!(others("a"), ["b", "c"]);
        assert_eq!(others("b"), ["a", "c"]);
        assert_eq!(others("e"), ["d"]);
        assert!(others("f").is_empty() && others("unknown").is_empty());
        assert_eq!(persons.pictures().len(), 6);
    }
}
