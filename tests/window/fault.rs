//! A fault while the window is drawn costs the frame, not the window (R46, R73).

use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use valet_key::shell::fault;
use valet_key::ui::screen::fault::{FaultAsk, fault_ui};
use valet_key::ui::theme;

use crate::sample;

struct Shown {
    is_faulty: bool,
    looks: valet_key::ui::Looks,
    asked: Option<FaultAsk>,
}

#[test]
fn a_fault_while_drawing_leaves_a_window_that_says_so_and_goes_on() {
    let mut window = Harness::builder()
        .with_size([1280.0, 800.0])
        .with_context_setup(theme::install_fonts)
        .build_ui_state(
            |ui, shown: &mut Shown| {
                let view = sample::overview_window();
                if shown.is_faulty {
                    shown.asked = shown.asked.or(fault_ui(ui));
                } else if shown.asked.is_some() {
                    let _ = valet_key::ui::window_ui(ui, &view, &sample::rows, &mut shown.looks);
                } else {
                    let frame = fault::contain(|| {
                        // In the middle of panels and scopes, as a fault in a view would be.
                        let rows = |_| -> Vec<_> { panic!("the words of a panic") };
                        let _ = valet_key::ui::window_ui(ui, &view, &rows, &mut shown.looks);
                    });
                    shown.is_faulty = frame.is_none();
                }
            },
            Shown {
                is_faulty: false,
                looks: valet_key::ui::Looks::new(),
                asked: None,
            },
        );
    window.run_steps(2);
    assert!(window.state().is_faulty);
    window.get_by_label("Valet Key made a mistake");
    window.get_by_label("Go on").click();
    window.run_steps(2);
    assert_eq!(window.state().asked, Some(FaultAsk::GoOn));
    window.state_mut().is_faulty = false;
    window.run_steps(2);
    window.get_by_label("Open org");
}
