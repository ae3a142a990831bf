package io.picket.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.picket.condition.FieldType;
import io.picket.condition.FieldTypes;
import io.picket.eql.Eql;
import io.picket.eql.EqlOptions;
import io.picket.eql.EqlQuery;
import io.picket.event.Event;
import io.picket.event.EventReader;
import io.picket.testkit.Shared;
import io.picket.text.Read;
import io.picket.text.SourceText;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlTable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Elasticsearch's own EQL tests: queries over recorded events, and the events they find. */
class EqlConformanceTest {

    private static final String SUITE = "suites/eql-elasticsearch/";
    private static final JsonMapper JSON = JsonMapper.shared();

    /** Types as the suite's indices have them; the rest is as it is written. */
    private record Mapping(Map<String, FieldType> types) implements FieldTypes {
        @Override
        public FieldType typeOf(String name) {
            return types.getOrDefault(name, FieldType.UNKNOWN);
        }

        @Override
        public Collection<String> names() {
            return types.keySet();
        }
    }

    private static final Mapping RECORDED = new Mapping(Map.ofEntries(
            Map.entry("@timestamp", FieldType.DATE),
            Map.entry("command_line", FieldType.KEYWORD),
            Map.entry("event_type", FieldType.KEYWORD),
            Map.entry("process_name", FieldType.WILDCARD),
            Map.entry("process_path", FieldType.KEYWORD),
            Map.entry("parent_process_name", FieldType.KEYWORD),
            Map.entry("user_name", FieldType.KEYWORD),
            Map.entry("file_path", FieldType.KEYWORD),
            Map.entry("hostname", FieldType.TEXT),
            Map.entry("hostname.keyword", FieldType.KEYWORD),
            Map.entry("file_name", FieldType.TEXT),
            Map.entry("file_name.keyword", FieldType.KEYWORD),
            Map.entry("pid", FieldType.LONG),
            Map.entry("ppid", FieldType.LONG),
            Map.entry("opcode", FieldType.LONG),
            Map.entry("serial_event_id", FieldType.LONG),
            Map.entry("exit_code", FieldType.LONG),
            Map.entry("source_address", FieldType.IP)));

    private static final Mapping MADE_UP = new Mapping(Map.of(
            "@timestamp", FieldType.DATE,
            "version", FieldType.VERSION,
            "date_tags", FieldType.DATE,
            "optional_field_mapping_only", FieldType.KEYWORD,
            "optional_field_default_null", FieldType.KEYWORD));

    private static final Mapping SAMPLES = new Mapping(Map.ofEntries(
            Map.entry("ip", FieldType.IP),
            Map.entry("host_ip", FieldType.IP),
            Map.entry("version", FieldType.VERSION),
            Map.entry("@timestamp", FieldType.DATE),
            Map.entry("@timestamp_pretty", FieldType.DATE),
            Map.entry("date", FieldType.DATE),
            Map.entry("bool", FieldType.BOOLEAN),
            Map.entry("uptime", FieldType.LONG),
            Map.entry("port", FieldType.LONG),
            Map.entry("op_sys", FieldType.KEYWORD),
            Map.entry("os", FieldType.KEYWORD),
            Map.entry("host", FieldType.KEYWORD),
            Map.entry("event_type", FieldType.KEYWORD)));

    @ParameterizedTest
    @CsvSource({
        "test_queries.toml, test_data.json, serial_event_id, 50",
        "additional_test_queries.toml, test_data.json, serial_event_id, 30",
        "test_queries_date.toml, test_data.json, serial_event_id, 1",
        "test_extra.toml, extra.data, sequence, 20",
        "test_missing_events.toml, missing-events.json, sequence, 12",
        "test_sample.toml, sample1.json sample2.json sample3.json, id, 12",
        "test_sample_multi.toml, sample-multi.json, id, 4",
    })
    void everyQueryFindsTheEventsOfTheSuite(String cases, String data, String id, int least) throws IOException {
        List<ObjectNode> events = new ArrayList<>();
        for (String file : data.split(" ")) {
            JSON.readTree(Shared.path(SUITE + "data/" + file))
                    .forEach(event -> events.add(indexed((ObjectNode) event)));
        }
        List<TomlTable> queries = cases(Files.readString(Shared.path(SUITE + cases)));
        assertThat(queries.size()).isGreaterThanOrEqualTo(least);
        List<String> wrong = new ArrayList<>();
        for (TomlTable query : queries) {
            ask(query, events, id, data).ifPresent(wrong::add);
        }
        assertThat(wrong).isEmpty();
    }

    private static List<TomlTable> cases(String text) {
        // One file has null in arrays, which TOML does not know; older cases write it as a word.
        TomlParseResult read = Toml.parse(text.replaceAll("(?m)(^join_keys.*[\\[ ])null", "$1\"null\""));
        assertThat(read.errors()).isEmpty();
        TomlArray queries = Objects.requireNonNull(read.getArray("queries"));
        List<TomlTable> tables = new ArrayList<>();
        for (int i = 0; i < queries.size(); i++) {
            tables.add(queries.getTable(i));
        }
        return tables;
    }

    /** The event as the suite's loader puts it into an index: times that its mapping reads in its own way, written out. */
    private static ObjectNode indexed(ObjectNode event) {
        if (event.has("timestamp")) {
            long millis = event.get("timestamp").asLong() / 10_000 - 11_644_473_600_000L;
            event.put("@timestamp", Instant.ofEpochMilli(millis).toString());
        }
        if (event.has("@timestamp_pretty")) {
            String text = event.get("@timestamp_pretty").asString();
            String pattern = text.indexOf('-') == 4 ? "yyyy-MM-dd" : "dd-MM-yyyy";
            LocalDate day = LocalDate.parse(text, DateTimeFormatter.ofPattern(pattern));
            event.put(
                    "@timestamp_pretty",
                    day.atStartOfDay(ZoneOffset.UTC).toInstant().toString());
        }
        if (event.has("optional_field_default_null")
                && event.get("optional_field_default_null").isNull()) {
            event.put("optional_field_default_null", "NULL");
        }
        return event;
    }

    private static Optional<String> ask(TomlTable asked, List<ObjectNode> events, String id, String data) {
        String name = asked.getString("name");
        String text = Objects.requireNonNull(asked.getString("query"));
        Mapping types = data.startsWith("test_data") ? RECORDED : data.startsWith("sample") ? SAMPLES : MADE_UP;
        EqlOptions options = new EqlOptions("event_type");
        switch (Eql.read(SourceText.of("query", text), types, options)) {
            case Read.Failed<EqlQuery> failed -> {
                return Optional.of(name + ": " + failed.problems());
            }
            case Read.Ok<EqlQuery> ok -> {
                EqlAnswer answer = answer(ok.value(), request(asked, id), types, events);
                String wrong = compare(asked, answer, events, id);
                return wrong.isEmpty() ? Optional.empty() : Optional.of(name + ": " + wrong + "\n" + text);
            }
        }
    }

    private static EqlRequest request(TomlTable asked, String id) {
        Long size = asked.getLong("size");
        Long samples = asked.getLong("max_samples_per_key");
        return new EqlRequest(
                "@timestamp",
                id.equals("id") ? Optional.empty() : Optional.of(id),
                size == null ? 50 : size.intValue(),
                true,
                samples == null ? 1 : samples.intValue(),
                EqlRequest.BYTES_DEFAULT);
    }

    private static EqlAnswer answer(EqlQuery query, EqlRequest request, Mapping types, List<ObjectNode> events) {
        EqlSearch search = new EqlSearch(query, request, types);
        EventReader reader = new EventReader(search.table());
        Event event = new Event(search.table());
        for (ObjectNode node : events) {
            byte[] bytes = JSON.writeValueAsBytes(node);
            if (!reader.read(bytes, 0, bytes.length, event)) {
                Assertions.fail(reader.failure());
            }
            search.add(event);
        }
        return search.answer();
    }

    private static String compare(TomlTable asked, EqlAnswer answer, List<ObjectNode> events, String id) {
        List<Long> found = new ArrayList<>();
        List<String> keys = new ArrayList<>();
        switch (answer) {
            case EqlAnswer.Events single -> found.addAll(single.events());
            case EqlAnswer.Sequences several ->
                several.sequences().forEach(one -> {
                    found.addAll(one.events());
                    one.keys().forEach(key -> keys.add(String.valueOf(key)));
                });
        }
        List<Long> ids = found.stream()
                .map(number ->
                        number < 0 ? -1L : number(events.get(number.intValue()).get(id)))
                .toList();
        TomlArray expected = Objects.requireNonNull(asked.getArray("expected_event_ids"));
        boolean right = expected.size() > 0 && expected.get(0) instanceof TomlArray
                ? expected.toList().stream()
                        .anyMatch(one -> ((TomlArray) one).toList().equals(ids))
                : expected.toList().equals(ids);
        TomlArray joined = asked.getArray("join_keys");
        boolean keysRight = joined == null || joined.toList().equals(keys);
        return right && keysRight ? "" : "found " + ids + " by " + keys + ", expected " + expected.toJson();
    }

    private static long number(JsonNode id) {
        return id.asLong();
    }
}
