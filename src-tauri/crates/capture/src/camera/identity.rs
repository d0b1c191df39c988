//! Which camera is which, whatever order they were plugged in.
//!
//! Linux numbers cameras as they come; what stays is the USB port with maker,
//! model and serial number. Many cameras of one model share a serial number,
//! so the port is always part of it.

use nokhwa::utils::{CameraIndex, CameraInfo as Found};

use super::CameraId;

/// The identity of a camera that the system lists as `found`; `None` where it
/// gives no pictures, such as the node with a camera's technical data.
pub(super) fn of(found: &Found) -> Option<CameraId> {
    let id = match found.index() {
        CameraIndex::Index(number) if cfg!(target_os = "linux") => {
            let node = linux::Node::new(*number);
            if !node.gives_pictures() {
                return None;
            }
            node.port()
        }
        CameraIndex::Index(_) | CameraIndex::String(_) => {
            // A unique name of the device on macOS and Windows.
            Some(found.misc()).filter(|name| !name.is_empty())
        }
    };
    Some(CameraId(id.unwrap_or_else(|| {
        format!("{}:{}", found.index(), found.human_name())
    })))
}

mod linux {
    use std::fs;

    /// A video node, seen through sysfs.
    pub(super) struct Node(String);

    impl Node {
        pub(super) fn new(number: u32) -> Self {
            Self(format!("/sys/class/video4linux/video{number}"))
        }

        /// Port, model and serial number of a USB camera.
        pub(super) fn port(&self) -> Option<String> {
            // `device` is the interface; the camera itself is the folder above.
            let usb = |name| self.attribute(&format!("device/../{name}"));
            let (bus, port) = (usb("busnum")?, usb("devpath")?);
            let (maker, model) = (usb("idVendor")?, usb("idProduct")?);
            let serial = usb("serial").unwrap_or_default();
            // One camera may have several nodes with pictures: colour, infrared.
            let node = self.attribute("index").unwrap_or_default();
            Some(format!("usb-{bus}-{port}:{maker}:{model}:{serial}:{node}"))
        }

        /// What udev knows of the node; without udev every node is believed.
        pub(super) fn gives_pictures(&self) -> bool {
            self.attribute("dev")
                .and_then(|device| fs::read_to_string(format!("/run/udev/data/c{device}")).ok())
                .and_then(|known| {
                    let abilities = known
                        .lines()
                        .find_map(|line| line.strip_prefix("E:ID_V4L_CAPABILITIES="))?;
                    Some(abilities.contains(":capture:"))
                })
                .unwrap_or(true)
        }

        fn attribute(&self, name: &str) -> Option<String> {
            let value = fs::read_to_string(format!("{}/{name}", self.0)).ok()?;
            Some(value.trim().to_owned())
        }
    }
}
