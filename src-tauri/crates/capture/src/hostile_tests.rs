//! Files that others collected because programs fell over them.

use super::*;
use crate::films::shared;

#[test]
fn hostile_files_are_refused_or_decoded_and_never_more() {
    let Some(labels) = shared("hostile/labels.csv") else {
        return;
    };
    let folder = labels.parent().expect("its folder");
    let list = std::fs::read_to_string(&labels).expect("the labels");
    let mut seen = 0;
    for name in list
        .lines()
        .skip(1)
        .filter_map(|line| line.split(',').next())
    {
        let bytes = std::fs::read(folder.join(name)).expect(name);
        let outcome = Recording::open(bytes, Limits::default()).and_then(|recording| {
            for frame in recording.frames(Sampling::All) {
                frame?;
            }
            recording.sample(7).map(|frames| frames.len())
        });
        let found = match &outcome {
            Ok(_) => "shown",
            Err(error) => error.code(),
        };
        match name.strip_prefix("mp4parse/") {
            Some(name) => assert_eq!(found, outcome_of_mp4(name), "{name}: {outcome:?}"),
            None => assert!(matches!(found, "unknown_format" | "empty"), "{name}"),
        }
        seen += 1;
    }
    assert!(seen > 80, "the list has {seen} rows");
}

/// What comes of a hostile MP4: it is shown, as far as a player would, or there
/// is a reason why not.
fn outcome_of_mp4(name: &str) -> &'static str {
    match name {
        "bipbop-cenc-audioinit.mp4"
        | "bipbop_audioinit.mp4"
        | "bipbop_cbcs_audio_init.mp4"
        | "opus_audioinit_two_desc.mp4" => "no_video",
        "chunk_out_of_range.mp4" | "test_case_1185230.mp4" => "damaged",
        "bipbop_nonfragment_header.mp4" | "invalid_userdata.mp4" => "truncated",
        "minimal.mp4"
        | "no_timescale.mp4"
        | "tiny_av1.mp4"
        | "video_colr_nclx_and_icc.mp4"
        | "video_colr_nclx_hdr10.mp4"
        | "video_colr_nclx_hlg_full_range.mp4"
        | "video_colr_nclx_rgb.mp4"
        | "video_colr_nclx_two_colr.mp4" => "shown",
        _ => "a file that nobody looked at",
    }
}
