package io.picket.cli;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * What the schema of SARIF 2.1.0 asks of the part of the format that is written here: which properties an object may
 * and must have, of what kind, in which range. A property that is not listed is a fault, as the schema allows none.
 */
final class SarifShape {

    private static final Set<String> LEVELS = Set.of("none", "note", "warning", "error");

    private final List<String> faults = new ArrayList<>();

    private SarifShape() {}

    /** Where a log departs from the schema; empty if nowhere. */
    static List<String> faults(JsonNode log) {
        SarifShape shape = new SarifShape();
        shape.log(log);
        return shape.faults;
    }

    private void log(JsonNode log) {
        object(log, "log", Set.of("version", "runs"), Set.of("$schema", "version", "runs"));
        require("2.1.0".equals(log.path("version").asString("")), "log.version");
        uri(log.path("$schema"), "log.$schema");
        require(log.path("runs").isArray(), "log.runs");
        log.path("runs").forEach(this::run);
    }

    private void run(JsonNode run) {
        object(run, "run", Set.of("tool"), Set.of("tool", "columnKind", "results"));
        require(
                Set.of("utf16CodeUnits", "unicodeCodePoints")
                        .contains(run.path("columnKind").asString("")),
                "run.columnKind");
        object(run.path("tool"), "tool", Set.of("driver"), Set.of("driver"));
        JsonNode driver = run.path("tool").path("driver");
        object(driver, "driver", Set.of("name"), Set.of("name", "version", "rules"));
        text(driver.path("name"), "driver.name");
        text(driver.path("version"), "driver.version");
        driver.path("rules").forEach(this::descriptor);
        unique(driver.path("rules"), "driver.rules");
        require(run.path("results").isArray(), "run.results");
        for (JsonNode result : run.path("results")) {
            result(result, driver.path("rules"));
        }
    }

    private void descriptor(JsonNode rule) {
        object(
                rule,
                "rule",
                Set.of("id"),
                Set.of("id", "name", "shortDescription", "fullDescription", "help", "defaultConfiguration"));
        text(rule.path("id"), "rule.id");
        for (String message : List.of("shortDescription", "fullDescription", "help")) {
            if (rule.has(message)) {
                message(rule.path(message), "rule." + message);
            }
        }
        object(rule.path("defaultConfiguration"), "configuration", Set.of(), Set.of("level"));
        require(LEVELS.contains(rule.path("defaultConfiguration").path("level").asString("")), "configuration.level");
    }

    private void result(JsonNode result, JsonNode rules) {
        object(result, "result", Set.of("message"), Set.of("ruleId", "ruleIndex", "level", "message", "locations"));
        message(result.path("message"), "result.message");
        require(LEVELS.contains(result.path("level").asString("")), "result.level");
        int index = result.path("ruleIndex").asInt(-1);
        require(
                index >= 0 && rules.path(index).path("id").equals(result.path("ruleId")),
                "result.ruleIndex and result.ruleId name one rule");
        for (JsonNode location : result.path("locations")) {
            object(location, "location", Set.of(), Set.of("physicalLocation"));
            physical(location.path("physicalLocation"));
        }
    }

    private void physical(JsonNode physical) {
        object(physical, "physicalLocation", Set.of("artifactLocation"), Set.of("artifactLocation", "region"));
        JsonNode artifact = physical.path("artifactLocation");
        object(artifact, "artifactLocation", Set.of("uri"), Set.of("uri", "uriBaseId"));
        uri(artifact.path("uri"), "artifactLocation.uri");
        if (artifact.has("uriBaseId")) {
            require(!URI.create(artifact.path("uri").asString()).isAbsolute(), "a uri with a base is relative");
        }
        if (physical.has("region")) {
            region(physical.path("region"));
        }
    }

    private void region(JsonNode region) {
        object(
                region,
                "region",
                Set.of("startLine"),
                Set.of("startLine", "startColumn", "endLine", "endColumn", "snippet"));
        for (String number : List.of("startLine", "startColumn", "endLine", "endColumn")) {
            require(region.path(number).isInt() && region.path(number).asInt() >= 1, "region." + number);
        }
        require(region.path("endLine").asInt() >= region.path("startLine").asInt(), "region runs forward");
        require(region.path("endColumn").asInt() >= region.path("startColumn").asInt(), "region runs forward");
        if (region.has("snippet")) {
            message(region.path("snippet"), "region.snippet");
        }
    }

    private void object(JsonNode node, String name, Set<String> required, Set<String> allowed) {
        require(node.isObject(), name + " is an object");
        required.forEach(key -> require(node.has(key), name + " has " + key));
        node.propertyNames().forEach(key -> require(allowed.contains(key), name + " may have " + key));
    }

    private void message(JsonNode message, String name) {
        object(message, name, Set.of("text"), Set.of("text"));
        require(message.path("text").isString(), name + ".text");
    }

    private void text(JsonNode node, String name) {
        require(node.isString() && !node.asString().isEmpty(), name);
    }

    private void uri(JsonNode node, String name) {
        text(node, name);
        try {
            URI.create(node.asString(""));
        } catch (IllegalArgumentException no) {
            faults.add(name + " is a URI: " + no.getMessage());
        }
    }

    private void unique(JsonNode array, String name) {
        List<JsonNode> items = new ArrayList<>();
        array.forEach(items::add);
        require(items.stream().distinct().count() == items.size(), name + " has no repeated items");
    }

    private void require(boolean holds, String what) {
        if (!holds) {
            faults.add(what);
        }
    }
}
