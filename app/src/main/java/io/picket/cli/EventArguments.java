package io.picket.cli;

import io.picket.pipeline.EventFiles;
import java.io.PrintWriter;
import java.util.List;

/** The event files that a command's arguments name. */
final class EventArguments {

    private EventArguments() {}

    /** Finds them; {@code err} is told what in folders was passed over. */
    static EventFiles find(List<String> arguments, PrintWriter err) throws InputException {
        EventFiles found = EventFiles.find(arguments);
        if (!found.errors().isEmpty()) {
            throw new InputException(String.join("\npicket: ", found.errors()));
        }
        if (!found.skipped().isEmpty()) {
            Words.say(
                    err,
                    "skipped " + Words.counted(found.skipped().size(), "file")
                            + " in folders that do not look like events by their names, such as "
                            + found.skipped().getFirst());
        }
        return found;
    }
}
