// Writes the HTML face of a mail; see document.hpp. Styles stand inline, for some programs drop style sheets;
// the sheet holds only the dark colours. Nothing is remote. SPDX-License-Identifier: MIT
#include "mail/document.hpp"

#include <algorithm>

namespace lectern::mail {
namespace {

using Kind = Block::Kind;

// Ink on surface 16:1, small print on paper 6.4:1, accent on surface 7.6:1; a test recomputes them all.
constexpr std::string_view font =
    "font-family:system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif;";
// A word longer than a telephone is wide (an address, German) breaks rather than widen the page.
constexpr std::string_view breaks_long_words = "overflow-wrap:anywhere;word-break:break-word;";
constexpr std::string_view dark_sheet =
    ":root{color-scheme:light dark;supported-color-schemes:light dark}"
    "@media (prefers-color-scheme:dark){"
    ".page{background-color:#14130f!important}"
    ".sheet{background-color:#1d1b17!important;border-color:#36322a!important}"
    ".ink{color:#f2eee4!important}"
    ".small{color:#b8b0a1!important}"
    ".link{color:#6fceb4!important}"
    ".button{background-color:#6fceb4!important;color:#14130f!important}"
    ".line{border-color:#36322a!important}}";

// What holds "15:00 – 16:30" together: after the dash a line may be broken in spite of the no-break space
// (UAX 14, LB12a). U+2060 WORD JOINER forbids it.
constexpr std::string_view dash_before_space = "–\u00A0";
constexpr std::string_view joined_dash = "–&#8288;\u00A0";

std::string escaped(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text.substr(i).starts_with(dash_before_space)) {
            out += joined_dash;
            i += dash_before_space.size() - 1;
            continue;
        }
        switch (char const c = text[i]) {
        case '&':
            out += "&amp;";
            break;
        case '<':
            out += "&lt;";
            break;
        case '>':
            out += "&gt;";
            break;
        case '"':
            out += "&quot;";
            break;
        case '\'':
            out += "&#39;";
            break;
        default:
            out += c;
        }
    }
    return out;
}

enum class Size { normal, small };

class Writer {
public:
    explicit Writer(Size size) : size_(size) {}

    std::string blocks(std::vector<Block> const& all) const {
        std::string out;
        for (auto const& block : all)
            out += one(block);
        return out;
    }

private:
    std::string one(Block const& block) const {
        if (is_button(block))
            return button(block);
        switch (block.kind) {
        case Kind::heading:
            return heading(block);
        case Kind::list:
            return list(block);
        case Kind::item:
            return blocks(block.inside);
        case Kind::quote:
            return "<blockquote class=\"line\" style=\"margin:0 0 16px;padding:0 0 0 14px;border-left:3px "
                   "solid "
                   "#ddd5c6\">\n" +
                   blocks(block.inside) + "</blockquote>\n";
        case Kind::rule:
            return "<hr class=\"line\" style=\"margin:24px 0;border:0;border-top:1px solid #ddd5c6\">\n";
        case Kind::code:
            return "<pre style=\"margin:0 0 16px;white-space:pre-wrap\">" + spans(block.spans) + "</pre>\n";
        case Kind::paragraph:
            break;
        }
        return "<p" + language(block) + " style=\"margin:0 0 " + margin() + "\">" + spans(block.spans) +
               "</p>\n";
    }

    // So that a screen reader says a Spanish biography in an English mail as Spanish.
    static std::string language(Block const& block) {
        return block.language.empty() ? "" : " lang=\"" + escaped(block.language) + "\"";
    }

    std::string margin() const { return size_ == Size::small ? "10px" : "16px"; }

    std::string heading(Block const& block) const {
        bool const is_first_level = block.number == 1;
        std::string const tag = is_first_level ? "h1" : "h2";
        return "<" + tag + " class=\"ink\" style=\"margin:" + (is_first_level ? "0 0 16px" : "24px 0 8px") +
               ";font-size:" + (is_first_level ? "24px" : "18px") +
               ";line-height:1.3;font-weight:650;color:#1d1b18\">" + spans(block.spans) + "</" + tag + ">\n";
    }

    // A single paragraph stands in its item without one of its own, so that lists stay tight.
    std::string list(Block const& block) const {
        bool const is_ordered = block.number > 0;
        std::string out = is_ordered ? "<ol start=\"" + std::to_string(block.number) + "\"" : "<ul";
        out += " style=\"margin:0 0 " + margin() + ";padding:0 0 0 22px\">\n";
        for (auto const& item : block.inside) {
            bool const is_short = item.inside.size() == 1 && item.inside.front().kind == Kind::paragraph &&
                                  item.inside.front().language.empty();
            out += "<li style=\"margin:0 0 6px\">" +
                   (is_short ? spans(item.inside.front().spans) : blocks(item.inside)) + "</li>\n";
        }
        return out + (is_ordered ? "</ol>\n" : "</ul>\n");
    }

    // A cell of its own colour, because Outlook gives links neither padding nor background.
    static std::string button(Block const& block) {
        std::string label;
        for (auto const& span : block.spans)
            label += escaped(span.text);
        return "<table role=\"presentation\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" "
               "style=\"margin:0 0 "
               "20px\"><tr><td class=\"button\" bgcolor=\"#17594a\" "
               "style=\"border-radius:8px;background-color:#17594a\">"
               "<a class=\"button\" href=\"" +
               escaped(block.spans.front().link) +
               "\" style=\"display:inline-block;padding:13px 22px;border-radius:8px;background-color:#17594a;"
               "color:#ffffff;font-weight:650;text-decoration:none\">" +
               label + "</a></td></tr></table>\n";
    }

    std::string spans(std::vector<Span> const& all) const {
        std::string out;
        std::string open;
        for (auto const& span : all) {
            if (span.link != open) {
                out += open.empty() ? "" : "</a>";
                if (!span.link.empty())
                    out += "<a class=\"" + std::string(size_ == Size::small ? "small" : "link") +
                           "\" href=\"" + escaped(span.link) +
                           "\" style=\"color:" + (size_ == Size::small ? "#5a544b" : "#17594a") +
                           ";text-decoration:underline\">";
                open = span.link;
            }
            out += one_span(span);
        }
        return out + (open.empty() ? "" : "</a>");
    }

    static std::string one_span(Span const& span) {
        if (span.line_break)
            return "<br>\n";
        std::string out = escaped(span.text);
        if (span.code)
            out = "<code>" + out + "</code>";
        if (span.emphasis)
            out = "<em>" + out + "</em>";
        return span.strong ? "<strong>" + out + "</strong>" : out;
    }

    Size size_;
};

} // namespace

std::string write_html(std::string_view title, Language language, std::vector<Block> const& blocks,
                       std::vector<Block> const& small_print) {
    std::string out =
        "<!DOCTYPE html>\n<html lang=\"" + std::string(tag(language)) +
        "\" dir=\"ltr\">\n<head>\n"
        "<meta charset=\"utf-8\">\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        "<meta name=\"color-scheme\" content=\"light dark\">\n"
        "<meta name=\"supported-color-schemes\" content=\"light dark\">\n"
        "<meta name=\"format-detection\" content=\"telephone=no, date=no, address=no, email=no\">\n"
        "<title>" +
        escaped(title) + "</title>\n<style>" + std::string(dark_sheet) + "</style>\n</head>\n";
    out +=
        "<body class=\"page\" style=\"margin:0;padding:0;background-color:#faf7f1\">\n"
        "<table role=\"presentation\" class=\"page\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" "
        "border=\"0\" "
        "bgcolor=\"#faf7f1\" style=\"background-color:#faf7f1\"><tr><td align=\"center\" "
        "style=\"padding:20px 12px\">\n"
        "<!--[if mso]><table role=\"presentation\" width=\"600\"><tr><td><![endif]-->\n"
        "<table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" "
        "style=\"max-width:600px;margin:0 auto\">\n"
        "<tr><td class=\"sheet ink\" align=\"left\" bgcolor=\"#fffefb\" style=\"padding:28px 24px "
        "12px;border:1px "
        "solid "
        "#ddd5c6;border-radius:10px;background-color:#fffefb;color:#1d1b18;font-size:17px;line-height:1.55;" +
        std::string(breaks_long_words) + std::string(font) + "\">\n" + Writer(Size::normal).blocks(blocks) +
        "</td></tr>\n";
    if (!small_print.empty())
        out += "<tr><td class=\"small\" align=\"left\" style=\"padding:18px 24px "
               "8px;color:#5a544b;font-size:14px;"
               "line-height:1.5;" +
               std::string(breaks_long_words) + std::string(font) + "\">\n" +
               Writer(Size::small).blocks(small_print) + "</td></tr>\n";
    return out +
           "</table>\n<!--[if mso]></td></tr></table><![endif]-->\n</td></tr></table>\n</body>\n</html>\n";
}

} // namespace lectern::mail
