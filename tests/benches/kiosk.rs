//! What the kiosk's window costs and shows while its face camera is watched,
//! recorded and judged: the real window, the virtual cameras, the real models.
//!
//! `cargo bench --workspace --bench kiosk --profile dev`

#[expect(dead_code, reason = "the stage serves the tests in the window as well")]
#[path = "../e2e/stage.rs"]
mod stage;

use std::collections::HashMap;
use std::fs;
use std::time::{Duration, Instant};

use anyhow::Context as _;
use serde::Deserialize;
use test_support::desk::until;
use test_support::kiosk::{FACE, Visit};

use stage::Stage;

const FOR: Duration = Duration::from_secs(15);
/// How long what has begun runs in.
const FIRST: Duration = Duration::from_secs(3);

/// Notes each frame's age as it is drawn, and how long the window kept the
/// screen waiting for each of its own pictures.
const WATCH: &str = "
    const watching = 'noted' in window;
    window.noted = { ages: [], pauses: [] };
    if (watching) return true;
    new PerformanceObserver((list) => {
        for (const { duration } of list.getEntriesByName('preview')) noted.ages.push(duration);
    }).observe({ entryTypes: ['measure'] });
    let before = performance.now();
    const tick = (now) => {
        noted.pauses.push(now - before);
        before = now;
        requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
    return true";

/// What was noted, in milliseconds.
#[derive(Deserialize)]
struct Noted {
    ages: Vec<f64>,
    pauses: Vec<f64>,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let Some(stage) = Stage::set("bench-kiosk").await? else {
        return Ok(());
    };
    let (_, code) = stage.invite().await?;
    let films = stage.films()?;
    let visit = stage.open_kiosk(&[]).await?;
    stage.walk_up_to_the_face(&visit, &code).await?;
    // Somebody who does nothing of what is asked: the attempt goes on.
    visit.cameras.show(FACE, films.seated())?;
    visit.desk.wait_for("face-begin").await?;
    measure(&visit, "watched").await?;
    visit.desk.click("face-begin").await?;
    measure(&visit, "watched, judged and recorded").await?;

    visit.cameras.show(FACE, films.face())?;
    visit.desk.wait_for("face-keep").await?;
    let complete = "A recording is complete";
    until("the recording ends", || {
        Ok(visit.desk.said().contains(complete).then_some(()))
    })
    .await?;
    for what in ["A guide has ended", complete] {
        let said = visit.desk.said();
        let last = said.lines().rev().find(|line| line.contains(what));
        eprintln!("{}", last.with_context(|| format!("not said: {what}"))?);
    }
    Ok(())
}

/// Looks at the window for a while.
async fn measure(visit: &Visit, what: &str) -> anyhow::Result<()> {
    tokio::time::sleep(FIRST).await;
    visit.desk.run(WATCH).await?;
    let (begun, before) = (Instant::now(), processor_times());
    tokio::time::sleep(FOR).await;
    let (seconds, after) = (begun.elapsed().as_secs_f64(), processor_times());
    let Noted { ages, pauses } = serde_json::from_value(visit.desk.run("return noted").await?)?;
    eprintln!("{what}:");
    eprintln!(
        "  {:.1} pictures of the camera a second, {} from the camera to the screen",
        ages.len() as f64 / seconds,
        spread(ages),
    );
    eprintln!(
        "  the window waits {} for its own next picture",
        spread(pauses)
    );
    for (name, time) in after {
        let share = (time - before.get(&name).copied().unwrap_or(0.0)) / seconds * 100.0;
        if share >= 1.0 {
            eprintln!("  {name}: {share:.0} % of a core");
        }
    }
    Ok(())
}

/// The middle and the end of `values`, in words.
fn spread(mut values: Vec<f64>) -> String {
    values.sort_by(f64::total_cmp);
    let at = |share: usize| values.get(values.len() * share / 100).copied();
    match (at(50), at(95)) {
        (Some(middle), Some(end)) => format!("{middle:.0} ms (95 %: {end:.0} ms)"),
        _ => "nothing".to_owned(),
    }
}

/// Seconds that the processors have given the programs of this machine that take
/// part, by name: fields 14 and 15 of `/proc/PID/stat`, in hundredths.
fn processor_times() -> HashMap<String, f64> {
    let mut times = HashMap::new();
    for process in fs::read_dir("/proc").into_iter().flatten().flatten() {
        let Ok(stat) = fs::read_to_string(process.path().join("stat")) else {
            continue;
        };
        let Some((name, rest)) = stat
            .split_once('(')
            .and_then(|(_, named)| named.rsplit_once(") "))
        else {
            continue;
        };
        let taking_part = ["sportello", "WebKitWebProces", "WebKitWebProcess", "Xvfb"];
        if !taking_part.contains(&name) {
            continue;
        }
        let fields: Vec<&str> = rest.split(' ').collect();
        let ticks = |field: usize| fields.get(field).and_then(|it| it.parse::<f64>().ok());
        let ticks = ticks(11).unwrap_or(0.0) + ticks(12).unwrap_or(0.0);
        *times.entry(name.to_owned()).or_default() += ticks / 100.0;
    }
    times
}
