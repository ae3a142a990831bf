package io.picket.cli;

import io.picket.condition.Condition;
import io.picket.condition.FieldTypes;
import io.picket.event.Event;
import io.picket.kql.Kql;
import io.picket.pipeline.EventFiles;
import io.picket.pipeline.EventSearch;
import io.picket.text.Problem;
import io.picket.text.Read;
import io.picket.text.SourceText;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
        KQL
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
            paramLabel = "kql",
            description = "The query's language (default: kql).")
    private Language language = Language.KQL;

    @Option(names = "--index", paramLabel = "NAME", description = "The index of events that do not say theirs.")
    private String index = "";

    @Option(names = "--size", paramLabel = "N", description = "At most so many events (default: all).")
    private long size = Long.MAX_VALUE;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "table|ndjson|json",
            description =
                    "ndjson: the documents, a line each; json: as Elasticsearch answers, in hits.events; table: a line an"
                            + " event. Default: table on a terminal, ndjson elsewhere.")
    private @Nullable OutputFormat output;

    @Mixin
    private Knowledge knowledge = new Knowledge();

    @Override
    public Integer call() throws IOException, InputException {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        if (size < 0) {
            throw new InputException("--size: " + size + " is less than nothing");
        }
        FieldTypes types = knowledge.types();
        Condition condition = condition(types, err);
        EventFiles found = EventFiles.find(files);
        if (!found.errors().isEmpty()) {
            throw new InputException(String.join("\npicket: ", found.errors()));
        }
        OutputFormat format = OutputFormat.of(output);
        List<Map<String, Object>> hits = new ArrayList<>();
        EventSearch search = new EventSearch(condition, types, index);
        EventSearch.Outcome outcome = search.over(found.files(), size, event -> {
            switch (format) {
                case NDJSON -> out.println(source(event));
                case JSON -> hits.add(hit(event));
                case TABLE, CSV -> out.println(EventLine.of(event));
            }
        });
        if (format == OutputFormat.JSON) {
            out.println(Json.pretty(answer(hits)));
        }
        out.flush();
        outcome.rejections().forEach(sentence -> err.println("picket: rejected: " + sentence));
        err.println("events=" + outcome.events() + " rejected=" + outcome.rejected() + " matched=" + outcome.matched());
        return Exit.DONE;
    }

    private Condition condition(FieldTypes types, PrintWriter err) throws InputException {
        SourceText text = query.startsWith("@")
                ? switch (io.picket.pipeline.TextFile.read(java.nio.file.Path.of(query.substring(1)))) {
                    case Read.Ok<SourceText> ok -> ok.value();
                    case Read.Failed<SourceText> failed ->
                        throw new InputException(failed.problems().getFirst().toString());
                }
                : SourceText.of("query", query);
        Read<Condition> read = switch (language) {
            case KQL -> Kql.read(text, types, System.currentTimeMillis());
        };
        try {
            if (!read.problems().isEmpty()) {
                FindingsTable.write(new Findings(List.of(text.name()), read.problems()), Terminal.colours(), err);
                err.flush();
            }
        } catch (IOException e) {
            throw new InputException(String.valueOf(e.getMessage()));
        }
        return switch (read) {
            case Read.Ok<Condition> ok -> ok.value();
            case Read.Failed<Condition> failed ->
                throw new InputException("the query cannot be used: "
                        + failed.problems().stream()
                                .map(Problem::message)
                                .findFirst()
                                .orElse(""));
        };
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

    private static Map<String, Object> answer(List<Map<String, Object>> hits) {
        Map<String, Object> total = new LinkedHashMap<>();
        total.put("value", hits.size());
        total.put("relation", "eq");
        Map<String, Object> inner = new LinkedHashMap<>();
        inner.put("total", total);
        inner.put("events", hits);
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("is_partial", false);
        answer.put("is_running", false);
        answer.put("timed_out", false);
        answer.put("hits", inner);
        return answer;
    }
}
