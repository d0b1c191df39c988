//! Issuer and nationality: two codes of three letters without a check digit,
//! but from a short list (Doc 9303 part 3, section 5), and mostly the same.

use super::super::layout::{ISSUER, Layout};
use super::super::symbol::{Charset, FILLER, SYMBOLS};
use super::align::Column;
use super::{Chosen, symbol};

/// ISO 3166-1 alpha-3 and the codes that Doc 9303 adds, three letters each.
const CODES: &str = "\
ABWAFGAGOAIAALAALBANDAREARGARMASMATAATFATGAUSAUTAZEBDIBELBENBESBFABGDBGRBHRBHSBIHBLMBLRBLZBMU\
BOLBRABRBBRNBTNBVTBWACAFCANCCKCHECHLCHNCIVCMRCODCOGCOKCOLCOMCPVCRICUBCUWCXRCYMCYPCZEDJIDMADNK\
DOMDZAECUEGYERIESHESPESTETHFINFJIFLKFRAFROFSMGABGBRGEOGGYGHAGIBGINGLPGMBGNBGNQGRCGRDGRLGTMGUF\
GUMGUYHKGHMDHNDHRVHTIHUNIDNIMNINDIOTIRLIRNIRQISLISRITAJAMJEYJORJPNKAZKENKGZKHMKIRKNAKORKWTLAO\
LBNLBRLBYLCALIELKALSOLTULUXLVAMACMAFMARMCOMDAMDGMDVMEXMHLMKDMLIMLTMMRMNEMNGMNPMOZMRTMSRMTQMUS\
MWIMYSMYTNAMNCLNERNFKNGANICNIUNLDNORNPLNRUNZLOMNPAKPANPCNPERPHLPLWPNGPOLPRIPRKPRTPRYPSEPYFQAT\
REUROURUSRWASAUSDNSENSGPSGSSHNSJMSLBSLESLVSMRSOMSPMSRBSSDSTPSURSVKSVNSWESWZSXMSYCSYRTCATCDTGO\
THATJKTKMTKLTLSTONTTOTUNTURTUVTWNTZAUGAUKRUMIURYUSAUZBVATVCTVENVGBVIRVNMVUTWLFWSMYEMZAFZMBZWE\
D<<EUEGBDGBNGBOGBPGBSRKSUNOUNAUNKXBAXIMXCCXCEXCOXECXESXMPXOMXPOXDCXXAXXBXXCXXXUTO";

/// How much less likely a code is that stands in no list: specimens have them.
const UNKNOWN: f64 = 0.003;
/// The same for no code at all.
const EMPTY: f64 = 0.01;
/// The same for something that is no code.
const ODD: f64 = 1e-5;
/// How often the holder is no national of the issuer.
const FOREIGN: f64 = 0.05;
/// Letters per place that are tried beside the list.
const TRIED: usize = 4;

/// Both codes.
pub(super) struct States {
    pub(super) issuer: Vec<Chosen>,
    pub(super) nationality: Vec<Chosen>,
}

type Code = [usize; 3];

/// Reads both codes together.
pub(super) fn read(layout: &Layout, lines: &[Vec<Column>]) -> States {
    let issuer = &lines[ISSUER.line][ISSUER.from..ISSUER.to];
    let span = layout.nationality;
    let nationality = &lines[span.line][span.from..span.to];
    let codes = codes(issuer, nationality);
    let score = |columns: &[Column], (code, weight): &(Code, f64)| {
        weight
            * code
                .iter()
                .zip(columns)
                .map(|(s, column)| column[*s])
                .product::<f64>()
    };
    let issuers: Vec<f64> = codes.iter().map(|code| score(issuer, code)).collect();
    let nationalities: Vec<f64> = codes.iter().map(|code| score(nationality, code)).collect();
    let (all_issuers, all_nationalities): (f64, f64) =
        (issuers.iter().sum(), nationalities.iter().sum());
    // Joint weight of a pair: its own two, times how often they go together.
    let even = FOREIGN / codes.len() as f64;
    let joint = |a: usize, b: usize| {
        issuers[a] * nationalities[b] * (even + if a == b { 1.0 - FOREIGN } else { 0.0 })
    };
    let marginal = |own: &[f64], other: &[f64], all_other: f64| -> Vec<f64> {
        own.iter()
            .zip(other)
            .map(|(own, other)| own * (even * all_other + (1.0 - FOREIGN) * other))
            .collect()
    };
    let best = best_pair(codes.len(), joint);
    let issuer_weights = marginal(&issuers, &nationalities, all_nationalities);
    let nationality_weights = marginal(&nationalities, &issuers, all_issuers);
    States {
        issuer: chosen(&codes, best.0, &issuer_weights),
        nationality: chosen(&codes, best.1, &nationality_weights),
    }
}

fn best_pair(count: usize, joint: impl Fn(usize, usize) -> f64) -> (usize, usize) {
    let mut best = (0, 0);
    for a in 0..count {
        for b in 0..count {
            if joint(a, b) > joint(best.0, best.1) {
                best = (a, b);
            }
        }
    }
    best
}

/// Each letter of `code` with the weight of all codes that have it there.
fn chosen(codes: &[(Code, f64)], code: usize, weights: &[f64]) -> Vec<Chosen> {
    let all: f64 = weights.iter().sum();
    (0..3)
        .map(|place| {
            let symbol = codes[code].0[place];
            let with: f64 = codes
                .iter()
                .zip(weights)
                .filter(|((other, _), _)| other[place] == symbol)
                .map(|(_, weight)| weight)
                .sum();
            Chosen {
                symbol,
                certainty: with / all.max(f64::MIN_POSITIVE),
            }
        })
        .collect()
}

/// The listed codes, and what the columns say letter by letter.
fn codes(issuer: &[Column], nationality: &[Column]) -> Vec<(Code, f64)> {
    let mut codes: Vec<(Code, f64)> = CODES
        .as_bytes()
        .chunks_exact(3)
        .map(|code| ([symbol(code[0]), symbol(code[1]), symbol(code[2])], 1.0))
        .collect();
    for columns in [issuer, nationality] {
        let tried: Vec<Vec<usize>> = columns.iter().map(letters).collect();
        for a in &tried[0] {
            for b in &tried[1] {
                for c in &tried[2] {
                    let code = [*a, *b, *c];
                    if !codes.iter().any(|(known, _)| *known == code) {
                        codes.push((code, weight(&code)));
                    }
                }
            }
        }
    }
    codes
}

/// How likely a code is that stands in no list: letters, then fillers.
fn weight(code: &Code) -> f64 {
    match code.map(|symbol| symbol == FILLER) {
        [true, true, true] => EMPTY,
        [false, false, _] | [false, true, true] => UNKNOWN,
        _ => ODD,
    }
}

fn letters(column: &Column) -> Vec<usize> {
    let allowed = Charset::LETTERS.or(Charset::FILL);
    let mut letters: Vec<usize> = (0..SYMBOLS)
        .filter(|symbol| allowed.contains(*symbol))
        .collect();
    letters.sort_by(|a, b| column[*b].total_cmp(&column[*a]));
    letters.truncate(TRIED);
    letters
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_one_of_three_letter_codes() {
        assert_eq!(CODES.len() % 3, 0);
        for code in CODES.as_bytes().chunks_exact(3) {
            let code = [symbol(code[0]), symbol(code[1]), symbol(code[2])];
            assert!(weight(&code) > ODD, "{code:?}");
        }
        assert!(CODES.as_bytes().chunks_exact(3).any(|code| code == b"ITA"));
    }
}
