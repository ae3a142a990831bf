package io.picket.cli;

import io.picket.condition.Condition;
import io.picket.condition.FieldTypes;
import io.picket.detect.EqlRequest;
import io.picket.eql.Eql;
import io.picket.eql.EqlOptions;
import io.picket.eql.EqlQuery;
import io.picket.event.Event;
import io.picket.kql.Kql;
import io.picket.match.MatchPlan;
import io.picket.pipeline.EqlFiles;
import io.picket.pipeline.EventFiles;
import io.picket.pipeline.EventPass;
import io.picket.pipeline.EventSearch;
import io.picket.pipeline.TextFile;
import io.picket.text.Read;
import io.picket.text.SourceText;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code picket query}: the events of some files that match, as grep would. */
@Command(
        name = "query",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        description = "Prints the events that match a query, in the order of the files.")
final class QueryCommand implements Callable<Integer> {

    /** The languages a query may be in. */
    enum Language {
        KQL,
        EQL
    }

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(index = "0", paramLabel = "QUERY", description = "The query; @FILE reads it from a file.")
    private String query = "";

    @Parameters(
            index = "1..*",
            paramLabel = "FILE",
            arity = "1..*",
            description = "Event files and folders; - is standard input.")
    private List<String> files = List.of();

    @Option(
            names = {"-l", "--language"},
            paramLabel = "kql|eql",
            description = "The query's language (default: kql).")
    private Language language = Language.KQL;

    @Option(names = "--index", paramLabel = "NAME", description = "The index of events that do not say theirs.")
    private String index = "";

    @Option(
            names = "--size",
            paramLabel = "N",
            description = "At most so many events, or sequences (default: all with KQL, 10 with EQL).")
    private @Nullable Integer size;

    @Option(
            names = "--timestamp-field",
            paramLabel = "FIELD",
            description = "EQL: the field that orders events (default: @timestamp).")
    private String timestampField = "@timestamp";

    @Option(
            names = "--event-category-field",
            paramLabel = "FIELD",
            description = "EQL: the field that names an event's category (default: event.category).")
    private String categoryField = EqlOptions.EVENT_CATEGORY;

    @Option(
            names = "--tiebreaker-field",
            paramLabel = "FIELD",
            description = "EQL: the field that orders events of the same time.")
    private @Nullable String tiebreakerField;

    @Option(
            names = "--max-samples-per-key",
            paramLabel = "N",
            description = "EQL: at most so many samples of one key (default: 1).")
    private int samplesPerKey = 1;

    @Option(names = "--now", paramLabel = "TIME", description = "What now in a date of the query means (default: now).")
    private @Nullable String now;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "table|ndjson|json",
            description =
                    "ndjson: the documents, a line each; json: as Elasticsearch answers, in hits.events; table: a line an"
                            + " event. Default: table on a terminal, ndjson elsewhere.")
    private @Nullable OutputFormat output;

    @Mixin
    private Mappings mappings = new Mappings();

    @Override
    public Integer call() throws IOException, InputException {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        Integer asked = size;
        if (asked != null && asked < 0) {
            throw new InputException("--size: " + asked + " is less than nothing");
        }
        if (samplesPerKey < 1) {
            throw new InputException("--max-samples-per-key: " + samplesPerKey + " is less than one");
        }
        FieldTypes types = mappings.types(err);
        EventFiles found = EventArguments.find(files, err);
        OutputFormat format = OutputFormat.ofDocuments(output);
        if (language == Language.EQL) {
            return eql(found, types, asked == null ? EqlRequest.SIZE_DEFAULT : asked, format);
        }
        SourceText text = text(err);
        Condition condition = usable(Kql.read(text, types, now()), text, err);
        refuse(List.of(condition));
        List<Map<String, Object>> hits = new ArrayList<>();
        EventSearch search = new EventSearch(condition, types, index);
        EventSearch.Outcome outcome = search.over(found.files(), asked == null ? Long.MAX_VALUE : asked, event -> {
            switch (format) {
                case NDJSON -> out.println(source(event));
                case JSON -> hits.add(hit(event));
                case TABLE, CSV -> out.println(EventLine.of(event));
            }
        });
        if (format == OutputFormat.JSON) {
            out.println(Json.pretty(answer(events(hits))));
        }
        out.flush();
        return done(outcome.read(), outcome.matched(), err);
    }

    private int eql(EventFiles found, FieldTypes types, int most, OutputFormat format)
            throws IOException, InputException {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        SourceText text = text(err);
        EqlQuery eql = usable(Eql.read(text, types, new EqlOptions(categoryField)), text, err)
                .at(now());
        refuse(eql.conditions());
        EqlRequest request = new EqlRequest(
                timestampField,
                Optional.ofNullable(tiebreakerField),
                most,
                true,
                samplesPerKey,
                EqlRequest.BYTES_DEFAULT);
        EqlFiles.Outcome outcome = new EqlFiles(eql, request, types, index).over(found.files());
        new EqlPrinter(outcome, out).print(format);
        out.flush();
        outcome.answer().warnings().forEach(warning -> Words.say(err, warning));
        return done(outcome.read(), outcome.documents().size(), err);
    }

    /** The last words, and the exit code. */
    private static int done(EventPass.Outcome read, long matched, PrintWriter err) {
        Words.unread(read, err);
        err.println("events=" + read.events() + " rejected=" + read.rejected() + " matched=" + matched);
        return read.faults().isEmpty() ? Exit.DONE : Exit.USAGE;
    }

    private long now() throws InputException {
        long clock = System.currentTimeMillis();
        return now == null ? clock : TimeArgument.time("--now", now, clock);
    }

    /** A query may begin with @timestamp; what names a file has nothing in it that a comparison needs. */
    private SourceText text(PrintWriter err) throws InputException {
        if (!query.startsWith("@") || query.chars().anyMatch(c -> ":<>=".indexOf(c) >= 0)) {
            return SourceText.of("query", query);
        }
        return Words.usable(TextFile.read(Path.of(query.substring(1))), err);
    }

    private static <T> T usable(Read<T> read, SourceText text, PrintWriter err) throws IOException, InputException {
        if (!read.problems().isEmpty()) {
            FindingsTable.write(new Findings(List.of(text.name()), read.problems()), Terminal.colours(), err);
            err.flush();
        }
        return switch (read) {
            case Read.Ok<T> ok -> ok.value();
            case Read.Failed<T> failed ->
                throw new InputException("the query cannot be used: "
                        + failed.problems().getFirst().message());
        };
    }

    /** What reads well may still be too deep to be asked. */
    private static void refuse(List<Condition> conditions) throws InputException {
        for (Condition condition : conditions) {
            Optional<String> refusal = MatchPlan.refusal(condition);
            if (refusal.isPresent()) {
                throw new InputException("the query cannot be used: " + refusal.get());
            }
        }
    }

    private static String source(Event event) {
        byte[] bytes = event.source();
        boolean lines = false;
        for (int i = event.sourceFrom(); i < event.sourceTo(); i++) {
            lines |= bytes[i] == '\n' || bytes[i] == '\r';
        }
        return lines
                ? Json.line(event.toMap())
                : new String(bytes, event.sourceFrom(), event.sourceTo() - event.sourceFrom(), StandardCharsets.UTF_8);
    }

    private static Map<String, Object> hit(Event event) {
        Map<String, Object> hit = new LinkedHashMap<>();
        hit.put("_index", event.index());
        hit.put("_id", event.idOrHash());
        hit.put("_source", event.toMap());
        return hit;
    }

    private static Map<String, Object> events(List<Map<String, Object>> hits) {
        Map<String, Object> total = new LinkedHashMap<>();
        total.put("value", hits.size());
        total.put("relation", "eq");
        Map<String, Object> inner = new LinkedHashMap<>();
        inner.put("total", total);
        inner.put("events", hits);
        return inner;
    }

    /** What stands around the hits of an answer, as Elasticsearch writes it. */
    static Map<String, Object> answer(Map<String, Object> hits) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("is_partial", false);
        answer.put("is_running", false);
        answer.put("timed_out", false);
        answer.put("hits", hits);
        return answer;
    }
}
