// The emoji names a finance bot is likely to use; an unknown name stays as it was written.

const NAMES = {
  white_check_mark: "✅", heavy_check_mark: "✔️", ballot_box_with_check: "☑️", x: "❌", no_entry: "⛔", no_entry_sign: "🚫",
  warning: "⚠️", rotating_light: "🚨", exclamation: "❗", grey_exclamation: "❕", question: "❓", grey_question: "❔",
  information_source: "ℹ️", bulb: "💡", bell: "🔔", no_bell: "🔕", mega: "📣", loudspeaker: "📢",
  hourglass: "⌛", hourglass_flowing_sand: "⏳", stopwatch: "⏱️", alarm_clock: "⏰", clock1: "🕐", clock3: "🕒", clock9: "🕘",
  calendar: "📆", date: "📅", spiral_calendar_pad: "🗓️", timer_clock: "⏲️",
  moneybag: "💰", dollar: "💵", euro: "💶", pound: "💷", yen: "💴", credit_card: "💳", receipt: "🧾", money_with_wings: "💸",
  chart_with_upwards_trend: "📈", chart_with_downwards_trend: "📉", bar_chart: "📊", bank: "🏦", briefcase: "💼",
  phone: "☎️", telephone: "☎️", telephone_receiver: "📞", calling: "📲", iphone: "📱", email: "✉️", envelope: "✉️",
  incoming_envelope: "📨", e_mail: "📧", inbox_tray: "📥", outbox_tray: "📤", mailbox: "📫", package: "📦",
  memo: "📝", pencil: "📝", pencil2: "✏️", page_facing_up: "📄", clipboard: "📋", file_folder: "📁", card_index: "📇",
  bookmark: "🔖", label: "🏷️", paperclip: "📎", link: "🔗", pushpin: "📌", round_pushpin: "📍", mag: "🔍", mag_right: "🔎",
  lock: "🔒", unlock: "🔓", closed_lock_with_key: "🔐", key: "🔑", shield: "🛡️", see_no_evil: "🙈", eyes: "👀", eye: "👁️",
  red_circle: "🔴", large_orange_circle: "🟠", large_yellow_circle: "🟡", large_green_circle: "🟢", large_blue_circle: "🔵",
  white_circle: "⚪", black_circle: "⚫", large_blue_square: "🟦", large_green_square: "🟩",
  arrow_right: "➡️", arrow_left: "⬅️", arrow_up: "⬆️", arrow_down: "⬇️", leftwards_arrow_with_hook: "↩️",
  arrows_counterclockwise: "🔄", repeat: "🔁", fast_forward: "⏩", rewind: "⏪", double_vertical_bar: "⏸️", black_square_for_stop: "⏹️",
  wave: "👋", thumbsup: "👍", "+1": "👍", thumbsdown: "👎", "-1": "👎", pray: "🙏", raised_hands: "🙌", clap: "👏",
  raised_hand: "✋", hand: "✋", point_right: "👉", point_down: "👇", handshake: "🤝", muscle: "💪", writing_hand: "✍️",
  smile: "😄", slightly_smiling_face: "🙂", neutral_face: "😐", thinking_face: "🤔", tada: "🎉", sparkles: "✨",
  star: "⭐", star2: "🌟", fire: "🔥", zap: "⚡", rocket: "🚀", robot_face: "🤖", bust_in_silhouette: "👤", busts_in_silhouette: "👥",
  office: "🏢", house: "🏠", globe_with_meridians: "🌐", gear: "⚙️", wrench: "🔧", hammer: "🔨", construction: "🚧",
  octagonal_sign: "🛑", crown: "👑", gem: "💎", gift: "🎁", zzz: "💤", speech_balloon: "💬", left_speech_bubble: "🗨️",
  thread: "🧵", ticket: "🎫", scales: "⚖️", heavy_minus_sign: "➖", heavy_plus_sign: "➕", new: "🆕", ok: "🆗", sos: "🆘",
  one: "1️⃣", two: "2️⃣", three: "3️⃣", red_heart: "❤️", heart: "❤️", broken_heart: "💔", ghost: "👻", sunny: "☀️", night_with_stars: "🌃",
};

export const emoji = (name) => NAMES[name] ?? null;

/** `:name:` anywhere in a text becomes the sign, as in Slack's plain text. */
export const withEmoji = (text) => text.replace(/:([a-z0-9_+'-]+):/g, (whole, name) => NAMES[name] ?? whole);
