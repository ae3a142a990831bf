package io.picket.kql;

import io.picket.kql.KqlTree.Word;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A tree as the suites write it: {@code is}, {@code range}, {@code and}, {@code or}, {@code not}, {@code nested}. */
final class SmallTree {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private SmallTree() {}

    static JsonNode of(KqlTree tree) {
        return switch (tree) {
            case KqlTree.Everything everything ->
                node("is")
                        .set("field", wildcard("*"))
                        .set("value", wildcard("*"))
                        .put("phrase", false);
            case KqlTree.And and -> list("and", and.parts());
            case KqlTree.Or or -> list("or", or.parts());
            case KqlTree.Not not -> list("not", List.of(not.part()));
            case KqlTree.Is is ->
                node("is")
                        .set("field", word(is.field()))
                        .set("value", word(is.value()))
                        .put("phrase", is.value().quoted());
            case KqlTree.Compare compare ->
                node("range")
                        .set("field", word(compare.field()))
                        .put(
                                "op",
                                switch (compare.operator()) {
                                    case LESS -> "lt";
                                    case LESS_OR_EQUAL -> "lte";
                                    case GREATER -> "gt";
                                    case GREATER_OR_EQUAL -> "gte";
                                })
                        .set("value", word(compare.value()));
            case KqlTree.Nested nested ->
                node("nested").put("path", nested.path().text()).set("arg", of(nested.part()));
        };
    }

    private static ObjectNode node(String function) {
        return JSON.objectNode().put("fn", function);
    }

    private static JsonNode list(String function, List<KqlTree> parts) {
        ObjectNode node = node(function);
        parts.forEach(part -> node.withArray("args").add(of(part)));
        return node;
    }

    private static JsonNode wildcard(String pattern) {
        return JSON.objectNode().put("wildcard", pattern);
    }

    private static JsonNode word(@Nullable Word word) {
        if (word == null) {
            return JSON.nullNode();
        }
        if (word.wildcard()) {
            return wildcard(word.text());
        }
        if (!word.quoted()) {
            switch (word.text()) {
                case "null" -> {
                    return JSON.nullNode();
                }
                case "true", "false" -> {
                    return JSON.booleanNode(word.text().equals("true"));
                }
                default -> {}
            }
        }
        return JSON.stringNode(word.text());
    }
}
