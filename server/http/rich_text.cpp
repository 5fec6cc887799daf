// Walks cmark-gfm's tree. Both spellings come from one walk over the same nodes.
// SPDX-License-Identifier: MIT
#include "http/rich_text.hpp"

#include "http/json.hpp"
#include "http/pages.hpp"

#include <cmark-gfm.h>

#include <memory>

namespace lectern::http {
namespace {

using Tree = std::unique_ptr<cmark_node, void (*)(cmark_node*)>;

// The walks below are as deep as the tree: what is nested deeper than anybody means is cut, or a line of
// thousands of ">" would end the stack.
constexpr int max_depth = 64;

void cut_what_is_deeper(cmark_node* node) {
    for (int depth = 0; node;) {
        while (depth == max_depth && cmark_node_first_child(node))
            cmark_node_free(cmark_node_first_child(node));
        if (auto* child = cmark_node_first_child(node)) {
            node = child;
            ++depth;
            continue;
        }
        while (node && !cmark_node_next(node)) {
            node = cmark_node_parent(node);
            --depth;
        }
        node = node ? cmark_node_next(node) : nullptr;
    }
}

Tree parse(std::string_view markdown) {
    Tree tree{
        cmark_parse_document(markdown.data(), markdown.size(), CMARK_OPT_VALIDATE_UTF8 | CMARK_OPT_SMART),
        cmark_node_free};
    cut_what_is_deeper(tree.get());
    return tree;
}

std::string_view literal(cmark_node* node) {
    auto const* text = cmark_node_get_literal(node);
    return text ? std::string_view(text) : std::string_view();
}

// "" for a link that must not be one.
std::string safe_url(cmark_node* node) {
    auto const* given = cmark_node_get_url(node);
    std::string_view const url = given ? given : "";
    for (auto const scheme : {"https://", "http://", "mailto:"})
        if (url.starts_with(scheme))
            return std::string(url);
    return {};
}

template <class Visit>
void for_children(cmark_node* node, Visit visit) {
    for (auto* child = cmark_node_first_child(node); child; child = cmark_node_next(child))
        visit(child);
}

// --- HTML ---

void html(std::string& out, cmark_node* node);

void html_in(std::string& out, std::string_view element, cmark_node* node) {
    out += "<" + std::string(element) + ">";
    for_children(node, [&](cmark_node* child) { html(out, child); });
    out += "</" + std::string(element) + ">";
}

void html_children(std::string& out, cmark_node* node) {
    for_children(node, [&](cmark_node* child) { html(out, child); });
}

void html(std::string& out, cmark_node* node) {
    switch (cmark_node_get_type(node)) {
    case CMARK_NODE_PARAGRAPH: {
        auto* list = cmark_node_parent(cmark_node_parent(node));
        bool const tight =
            list && cmark_node_get_type(list) == CMARK_NODE_LIST && cmark_node_get_list_tight(list);
        return tight ? html_children(out, node) : html_in(out, "p", node);
    }
    case CMARK_NODE_HEADING:
        return html_in(out, "h2", node);
    case CMARK_NODE_BLOCK_QUOTE:
        return html_in(out, "blockquote", node);
    case CMARK_NODE_LIST:
        return html_in(out, cmark_node_get_list_type(node) == CMARK_ORDERED_LIST ? "ol" : "ul", node);
    case CMARK_NODE_ITEM:
        return html_in(out, "li", node);
    case CMARK_NODE_STRONG:
        return html_in(out, "b", node);
    case CMARK_NODE_EMPH:
        return html_in(out, "i", node);
    case CMARK_NODE_TEXT:
        out += escape_html(literal(node));
        return;
    case CMARK_NODE_CODE:
        out += "<code>" + escape_html(literal(node)) + "</code>";
        return;
    case CMARK_NODE_CODE_BLOCK:
        out += "<pre><code>" + escape_html(literal(node)) + "</code></pre>";
        return;
    case CMARK_NODE_LINEBREAK:
        out += "<br>";
        return;
    case CMARK_NODE_SOFTBREAK:
        out += " ";
        return;
    case CMARK_NODE_LINK: {
        auto const url = safe_url(node);
        if (url.empty())
            return html_children(out, node);
        out += "<a href=\"" + escape_html(url) + "\" rel=\"nofollow ugc noopener\">";
        html_children(out, node);
        out += "</a>";
        return;
    }
    case CMARK_NODE_HTML_BLOCK:
    case CMARK_NODE_HTML_INLINE:
    case CMARK_NODE_THEMATIC_BREAK:
        return;
    default:
        return html_children(out, node);
    }
}

// --- JSON ---

void inlines(Json& json, cmark_node* node);
void block(Json& json, cmark_node* node);

void spanning(Json& json, std::string_view key, cmark_node* node) {
    json.object().key(key).array();
    inlines(json, node);
    json.end_array();
}

void inline_node(Json& json, cmark_node* node) {
    switch (cmark_node_get_type(node)) {
    case CMARK_NODE_TEXT:
        json.value(literal(node));
        return;
    case CMARK_NODE_SOFTBREAK:
        json.value(" ");
        return;
    case CMARK_NODE_LINEBREAK:
        json.object().field("br", true).end_object();
        return;
    case CMARK_NODE_CODE:
    case CMARK_NODE_CODE_BLOCK: // of a list's item
        json.object().field("code", literal(node)).end_object();
        return;
    case CMARK_NODE_STRONG:
        spanning(json, "b", node);
        json.end_object();
        return;
    case CMARK_NODE_EMPH:
        spanning(json, "i", node);
        json.end_object();
        return;
    case CMARK_NODE_LINK:
        if (auto const url = safe_url(node); !url.empty()) {
            spanning(json, "a", node);
            json.field("href", url).end_object();
            return;
        }
        return inlines(json, node);
    case CMARK_NODE_HTML_INLINE:
        return;
    default:
        return inlines(json, node);
    }
}

void inlines(Json& json, cmark_node* node) {
    for_children(node, [&](cmark_node* child) { inline_node(json, child); });
}

void list_items(Json& json, cmark_node* list) {
    for_children(list, [&](cmark_node* item) {
        json.array();
        bool first = true;
        for_children(
            item, [&](cmark_node* part) { // a nested list becomes text of its item: the tree stays small
                if (!first)
                    json.object().field("br", true).end_object();
                first = false;
                if (cmark_node_get_type(part) == CMARK_NODE_LIST)
                    for_children(part, [&](cmark_node* deeper) {
                        for_children(deeper, [&](cmark_node* paragraph) { inline_node(json, paragraph); });
                        json.object().field("br", true).end_object();
                    });
                else
                    inline_node(json, part);
            });
        json.end_array();
    });
}

void block(Json& json, cmark_node* node) {
    switch (cmark_node_get_type(node)) {
    case CMARK_NODE_PARAGRAPH:
        spanning(json, "p", node);
        json.end_object();
        return;
    case CMARK_NODE_HEADING:
        spanning(json, "h", node);
        json.end_object();
        return;
    case CMARK_NODE_CODE_BLOCK:
        json.object().field("code", literal(node)).end_object();
        return;
    case CMARK_NODE_LIST:
        json.object().key(cmark_node_get_list_type(node) == CMARK_ORDERED_LIST ? "ol" : "ul").array();
        list_items(json, node);
        json.end_array().end_object();
        return;
    case CMARK_NODE_BLOCK_QUOTE:
        json.object().key("quote").array();
        for_children(node, [&](cmark_node* child) { block(json, child); });
        json.end_array().end_object();
        return;
    default:
        return;
    }
}

} // namespace

std::string rich_html(std::string_view markdown) {
    auto const tree = parse(markdown);
    std::string out;
    html_children(out, tree.get());
    return out;
}

std::string rich_json(std::string_view markdown) {
    auto const tree = parse(markdown);
    Json json;
    json.array();
    for_children(tree.get(), [&](cmark_node* child) { block(json, child); });
    json.end_array();
    return json.take();
}

} // namespace lectern::http
