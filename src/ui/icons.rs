//! Phosphor icons by name: the code points in `assets/fonts/Phosphor*-subset.ttf`, the same in all three weights.
//!
//! A new icon needs new font subsets: `assets/fonts/make_fonts.py` reads this file.

/// Phosphor `activity`.
pub const ACTIVITY: &str = "\u{E000}";
/// Phosphor `android-logo`.
pub const ANDROID_LOGO: &str = "\u{E008}";
/// Phosphor `app-window`.
pub const APP_WINDOW: &str = "\u{E5DA}";
/// Phosphor `apple-logo`.
pub const APPLE_LOGO: &str = "\u{E516}";
/// Phosphor `arrow-down`.
pub const ARROW_DOWN: &str = "\u{E03E}";
/// Phosphor `arrow-elbow-down-left`.
pub const ARROW_ELBOW_DOWN_LEFT: &str = "\u{E044}";
/// Phosphor `arrow-left`.
pub const ARROW_LEFT: &str = "\u{E058}";
/// Phosphor `arrow-right`.
pub const ARROW_RIGHT: &str = "\u{E06C}";
/// Phosphor `arrow-square-out`.
pub const ARROW_SQUARE_OUT: &str = "\u{E5DE}";
/// Phosphor `arrow-up`.
pub const ARROW_UP: &str = "\u{E08E}";
/// Phosphor `arrows-clockwise`.
pub const ARROWS_CLOCKWISE: &str = "\u{E094}";
/// Phosphor `arrows-left-right`.
pub const ARROWS_LEFT_RIGHT: &str = "\u{E0A0}";
/// Phosphor `asterisk`.
pub const ASTERISK: &str = "\u{E0AA}";
/// Phosphor `bell`.
pub const BELL: &str = "\u{E0CE}";
/// Phosphor `binoculars`.
pub const BINOCULARS: &str = "\u{EA64}";
/// Phosphor `bookmark-simple`.
pub const BOOKMARK_SIMPLE: &str = "\u{E0EA}";
/// Phosphor `brackets-curly`.
pub const BRACKETS_CURLY: &str = "\u{E860}";
/// Phosphor `broom`.
pub const BROOM: &str = "\u{EC54}";
/// Phosphor `browser`.
pub const BROWSER: &str = "\u{E0F4}";
/// Phosphor `browsers`.
pub const BROWSERS: &str = "\u{E0F6}";
/// Phosphor `buildings`.
pub const BUILDINGS: &str = "\u{E102}";
/// Phosphor `calendar-blank`.
pub const CALENDAR_BLANK: &str = "\u{E10A}";
/// Phosphor `calendar-x`.
pub const CALENDAR_X: &str = "\u{E10C}";
/// Phosphor `caret-down`.
pub const CARET_DOWN: &str = "\u{E136}";
/// Phosphor `caret-left`.
pub const CARET_LEFT: &str = "\u{E138}";
/// Phosphor `caret-right`.
pub const CARET_RIGHT: &str = "\u{E13A}";
/// Phosphor `caret-up`.
pub const CARET_UP: &str = "\u{E13C}";
/// Phosphor `caret-up-down`.
pub const CARET_UP_DOWN: &str = "\u{E140}";
/// Phosphor `certificate`.
pub const CERTIFICATE: &str = "\u{E766}";
/// Phosphor `check`.
pub const CHECK: &str = "\u{E182}";
/// Phosphor `check-circle`.
pub const CHECK_CIRCLE: &str = "\u{E184}";
/// Phosphor `check-square`.
pub const CHECK_SQUARE: &str = "\u{E186}";
/// Phosphor `checks`.
pub const CHECKS: &str = "\u{E53A}";
/// Phosphor `circle`.
pub const CIRCLE: &str = "\u{E18A}";
/// Phosphor `circle-dashed`.
pub const CIRCLE_DASHED: &str = "\u{E602}";
/// Phosphor `circle-half`.
pub const CIRCLE_HALF: &str = "\u{E18C}";
/// Phosphor `circle-notch`.
pub const CIRCLE_NOTCH: &str = "\u{EB44}";
/// Phosphor `circle-wavy-warning`.
pub const CIRCLE_WAVY_WARNING: &str = "\u{E60C}";
/// Phosphor `clipboard-text`.
pub const CLIPBOARD_TEXT: &str = "\u{E198}";
/// Phosphor `clock`.
pub const CLOCK: &str = "\u{E19A}";
/// Phosphor `clock-countdown`.
pub const CLOCK_COUNTDOWN: &str = "\u{ED2C}";
/// Phosphor `clock-counter-clockwise`.
pub const CLOCK_COUNTER_CLOCKWISE: &str = "\u{E1A0}";
/// Phosphor `cloud`.
pub const CLOUD: &str = "\u{E1AA}";
/// Phosphor `code`.
pub const CODE: &str = "\u{E1BC}";
/// Phosphor `columns`.
pub const COLUMNS: &str = "\u{E546}";
/// Phosphor `command`.
pub const COMMAND: &str = "\u{E1C4}";
/// Phosphor `copy`.
pub const COPY: &str = "\u{E1CA}";
/// Phosphor `cpu`.
pub const CPU: &str = "\u{E610}";
/// Phosphor `cube`.
pub const CUBE: &str = "\u{E1DA}";
/// Phosphor `desktop`.
pub const DESKTOP: &str = "\u{E560}";
/// Phosphor `device-mobile`.
pub const DEVICE_MOBILE: &str = "\u{E1E0}";
/// Phosphor `dots-three`.
pub const DOTS_THREE: &str = "\u{E1FE}";
/// Phosphor `dots-three-vertical`.
pub const DOTS_THREE_VERTICAL: &str = "\u{E208}";
/// Phosphor `download-simple`.
pub const DOWNLOAD_SIMPLE: &str = "\u{E20C}";
/// Phosphor `envelope-simple`.
pub const ENVELOPE_SIMPLE: &str = "\u{E218}";
/// Phosphor `eraser`.
pub const ERASER: &str = "\u{E21E}";
/// Phosphor `export`.
pub const EXPORT: &str = "\u{EAF0}";
/// Phosphor `eye`.
pub const EYE: &str = "\u{E220}";
/// Phosphor `eye-slash`.
pub const EYE_SLASH: &str = "\u{E224}";
/// Phosphor `file-arrow-up`.
pub const FILE_ARROW_UP: &str = "\u{E61E}";
/// Phosphor `file-text`.
pub const FILE_TEXT: &str = "\u{E23A}";
/// Phosphor `fingerprint`.
pub const FINGERPRINT: &str = "\u{E23E}";
/// Phosphor `flask`.
pub const FLASK: &str = "\u{E79E}";
/// Phosphor `funnel-simple`.
pub const FUNNEL_SIMPLE: &str = "\u{E268}";
/// Phosphor `gear-six`.
pub const GEAR_SIX: &str = "\u{E272}";
/// Phosphor `git-branch`.
pub const GIT_BRANCH: &str = "\u{E278}";
/// Phosphor `globe`.
pub const GLOBE: &str = "\u{E288}";
/// Phosphor `globe-simple`.
pub const GLOBE_SIMPLE: &str = "\u{E28E}";
/// Phosphor `hand-palm`.
pub const HAND_PALM: &str = "\u{E57E}";
/// Phosphor `hard-drives`.
pub const HARD_DRIVES: &str = "\u{E2A0}";
/// Phosphor `hourglass-medium`.
pub const HOURGLASS_MEDIUM: &str = "\u{E2B8}";
/// Phosphor `house`.
pub const HOUSE: &str = "\u{E2C2}";
/// Phosphor `identification-badge`.
pub const IDENTIFICATION_BADGE: &str = "\u{E6F6}";
/// Phosphor `identification-card`.
pub const IDENTIFICATION_CARD: &str = "\u{E2C8}";
/// Phosphor `info`.
pub const INFO: &str = "\u{E2CE}";
/// Phosphor `key`.
pub const KEY: &str = "\u{E2D6}";
/// Phosphor `keyboard`.
pub const KEYBOARD: &str = "\u{E2D8}";
/// Phosphor `lightbulb`.
pub const LIGHTBULB: &str = "\u{E2DC}";
/// Phosphor `link-simple`.
pub const LINK_SIMPLE: &str = "\u{E2E6}";
/// Phosphor `list`.
pub const LIST: &str = "\u{E2F0}";
/// Phosphor `list-magnifying-glass`.
pub const LIST_MAGNIFYING_GLASS: &str = "\u{EBE0}";
/// Phosphor `lock-key`.
pub const LOCK_KEY: &str = "\u{E2FE}";
/// Phosphor `lock-simple`.
pub const LOCK_SIMPLE: &str = "\u{E308}";
/// Phosphor `lock-simple-open`.
pub const LOCK_SIMPLE_OPEN: &str = "\u{E30A}";
/// Phosphor `magnifying-glass`.
pub const MAGNIFYING_GLASS: &str = "\u{E30C}";
/// Phosphor `minus`.
pub const MINUS: &str = "\u{E32A}";
/// Phosphor `minus-square`.
pub const MINUS_SQUARE: &str = "\u{ED4C}";
/// Phosphor `note-pencil`.
pub const NOTE_PENCIL: &str = "\u{E34C}";
/// Phosphor `palette`.
pub const PALETTE: &str = "\u{E6C8}";
/// Phosphor `paper-plane-tilt`.
pub const PAPER_PLANE_TILT: &str = "\u{E398}";
/// Phosphor `pause`.
pub const PAUSE: &str = "\u{E39E}";
/// Phosphor `play`.
pub const PLAY: &str = "\u{E3D0}";
/// Phosphor `plugs`.
pub const PLUGS: &str = "\u{EB56}";
/// Phosphor `plugs-connected`.
pub const PLUGS_CONNECTED: &str = "\u{EB5A}";
/// Phosphor `plus`.
pub const PLUS: &str = "\u{E3D4}";
/// Phosphor `prohibit`.
pub const PROHIBIT: &str = "\u{E3DE}";
/// Phosphor `prohibit-inset`.
pub const PROHIBIT_INSET: &str = "\u{E3E0}";
/// Phosphor `pulse`.
pub const PULSE: &str = "\u{E000}";
/// Phosphor `push-pin`.
pub const PUSH_PIN: &str = "\u{E3E2}";
/// Phosphor `question`.
pub const QUESTION: &str = "\u{E3E8}";
/// Phosphor `record`.
pub const RECORD: &str = "\u{E3EE}";
/// Phosphor `robot`.
pub const ROBOT: &str = "\u{E762}";
/// Phosphor `rocket-launch`.
pub const ROCKET_LAUNCH: &str = "\u{E3FE}";
/// Phosphor `scan`.
pub const SCAN: &str = "\u{EBB6}";
/// Phosphor `seal-check`.
pub const SEAL_CHECK: &str = "\u{E606}";
/// Phosphor `seal-warning`.
pub const SEAL_WARNING: &str = "\u{E60C}";
/// Phosphor `shield-check`.
pub const SHIELD_CHECK: &str = "\u{E40C}";
/// Phosphor `shield-warning`.
pub const SHIELD_WARNING: &str = "\u{E412}";
/// Phosphor `sidebar-simple`.
pub const SIDEBAR_SIMPLE: &str = "\u{EC24}";
/// Phosphor `sign-in`.
pub const SIGN_IN: &str = "\u{E428}";
/// Phosphor `signature`.
pub const SIGNATURE: &str = "\u{EBAC}";
/// Phosphor `sliders-horizontal`.
pub const SLIDERS_HORIZONTAL: &str = "\u{E434}";
/// Phosphor `square`.
pub const SQUARE: &str = "\u{E45E}";
/// Phosphor `stack`.
pub const STACK: &str = "\u{E466}";
/// Phosphor `stop`.
pub const STOP: &str = "\u{E46C}";
/// Phosphor `swap`.
pub const SWAP: &str = "\u{E83C}";
/// Phosphor `tag`.
pub const TAG: &str = "\u{E478}";
/// Phosphor `terminal-window`.
pub const TERMINAL_WINDOW: &str = "\u{EAE8}";
/// Phosphor `thermometer-simple`.
pub const THERMOMETER_SIMPLE: &str = "\u{E5CC}";
/// Phosphor `timer`.
pub const TIMER: &str = "\u{E492}";
/// Phosphor `trash`.
pub const TRASH: &str = "\u{E4A6}";
/// Phosphor `tree-structure`.
pub const TREE_STRUCTURE: &str = "\u{E67C}";
/// Phosphor `upload-simple`.
pub const UPLOAD_SIMPLE: &str = "\u{E4C0}";
/// Phosphor `user`.
pub const USER: &str = "\u{E4C2}";
/// Phosphor `user-circle`.
pub const USER_CIRCLE: &str = "\u{E4C4}";
/// Phosphor `user-switch`.
pub const USER_SWITCH: &str = "\u{E756}";
/// Phosphor `users-three`.
pub const USERS_THREE: &str = "\u{E68E}";
/// Phosphor `vault`.
pub const VAULT: &str = "\u{E76E}";
/// Phosphor `warning`.
pub const WARNING: &str = "\u{E4E0}";
/// Phosphor `warning-circle`.
pub const WARNING_CIRCLE: &str = "\u{E4E2}";
/// Phosphor `warning-octagon`.
pub const WARNING_OCTAGON: &str = "\u{E4E4}";
/// Phosphor `wifi-high`.
pub const WIFI_HIGH: &str = "\u{E4EA}";
/// Phosphor `wifi-slash`.
pub const WIFI_SLASH: &str = "\u{E4F2}";
/// Phosphor `x`.
pub const X: &str = "\u{E4F6}";
/// Phosphor `x-circle`.
pub const X_CIRCLE: &str = "\u{E4F8}";
