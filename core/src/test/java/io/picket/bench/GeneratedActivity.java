package io.picket.bench;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * What Elastic Defend tells of a fleet at work, the same for the same seed: on four hundred hosts, Windows, Linux and macOS,
 * processes start each other, open connections, write files, load libraries, set registry values and end; people log on.
 * Every process has an entity id that all its events carry, and its parent's. One event in five hundred is of a kind that
 * rules look for: a shell under an office program, a script host that connects.
 */
final class GeneratedActivity {

    private static final int HOSTS = 400;
    private static final int LIVE_MAX = 60;

    private enum Os {
        WINDOWS,
        LINUX,
        MACOS;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private record Program(String name, String folder, boolean spawns, boolean connects) {}

    private static final List<Program> ON_WINDOWS = List.of(
            new Program("svchost.exe", "C:\\\\Windows\\\\System32", true, true),
            new Program("explorer.exe", "C:\\\\Windows", true, false),
            new Program("chrome.exe", "C:\\\\Program Files\\\\Google\\\\Chrome\\\\Application", false, true),
            new Program("msedge.exe", "C:\\\\Program Files (x86)\\\\Microsoft\\\\Edge\\\\Application", false, true),
            new Program("cmd.exe", "C:\\\\Windows\\\\System32", true, false),
            new Program("conhost.exe", "C:\\\\Windows\\\\System32", false, false),
            new Program("powershell.exe", "C:\\\\Windows\\\\System32\\\\WindowsPowerShell\\\\v1.0", true, true),
            new Program("taskhostw.exe", "C:\\\\Windows\\\\System32", false, false),
            new Program("backgroundtaskhost.exe", "C:\\\\Windows\\\\System32", false, false),
            new Program(
                    "teams.exe", "C:\\\\Users\\\\me\\\\AppData\\\\Local\\\\Microsoft\\\\Teams\\\\current", false, true),
            new Program("outlook.exe", "C:\\\\Program Files\\\\Microsoft Office\\\\root\\\\Office16", false, true),
            new Program("msmpeng.exe", "C:\\\\ProgramData\\\\Microsoft\\\\Windows Defender", false, true),
            new Program("wmiprvse.exe", "C:\\\\Windows\\\\System32\\\\wbem", true, false),
            new Program("searchindexer.exe", "C:\\\\Windows\\\\System32", false, false));
    private static final List<Program> ON_LINUX = List.of(
            new Program("systemd", "/usr/lib/systemd", true, false),
            new Program("bash", "/usr/bin", true, false),
            new Program("sh", "/usr/bin", true, false),
            new Program("cron", "/usr/sbin", true, false),
            new Program("sshd", "/usr/sbin", true, true),
            new Program("python3", "/usr/bin", true, true),
            new Program("curl", "/usr/bin", false, true),
            new Program("grep", "/usr/bin", false, false),
            new Program("sed", "/usr/bin", false, false),
            new Program("ls", "/usr/bin", false, false),
            new Program("runc", "/usr/bin", true, false),
            new Program("node", "/usr/bin", false, true));
    private static final List<Program> ON_MACOS = List.of(
            new Program("launchd", "/sbin", true, false),
            new Program("zsh", "/bin", true, false),
            new Program("bash", "/bin", true, false),
            new Program("Google Chrome Helper", "/Applications/Google Chrome.app/Contents/MacOS", false, true),
            new Program("mdworker_shared", "/System/Library/Frameworks", false, false),
            new Program("trustd", "/usr/libexec", false, true),
            new Program("python3", "/usr/bin", true, true),
            new Program("curl", "/usr/bin", false, true),
            new Program("git", "/usr/bin", false, true));

    // What rules look for.
    private static final List<Program> ODD_ON_WINDOWS = List.of(
            new Program("mshta.exe", "C:\\\\Windows\\\\System32", true, true),
            new Program("rundll32.exe", "C:\\\\Windows\\\\System32", true, true),
            new Program("regsvr32.exe", "C:\\\\Windows\\\\System32", true, true),
            new Program("wscript.exe", "C:\\\\Windows\\\\System32", true, true),
            new Program("certutil.exe", "C:\\\\Windows\\\\System32", false, true),
            new Program("msbuild.exe", "C:\\\\Windows\\\\Microsoft.NET\\\\Framework64", true, true));
    private static final List<Program> ODD_ON_LINUX = List.of(
            new Program("nc", "/usr/bin", false, true),
            new Program("socat", "/tmp", false, true),
            new Program("perl", "/usr/bin", true, true),
            new Program("chmod", "/usr/bin", false, false));
    private static final List<Program> ODD_ON_MACOS = List.of(
            new Program("osascript", "/usr/bin", true, true),
            new Program("ditto", "/usr/bin", false, false),
            new Program("security", "/usr/bin", false, false));

    private static final class Live {
        final String entity;
        final Program program;
        final int pid;
        final Live parent;

        Live(String entity, Program program, int pid, Live parent) {
            this.entity = entity;
            this.program = program;
            this.pid = pid;
            this.parent = parent;
        }
    }

    private static final class Host {
        final int number;
        final Os os;
        final List<Live> live = new ArrayList<>();

        Host(int number) {
            this.number = number;
            this.os = number % 10 < 6 ? Os.WINDOWS : number % 10 < 9 ? Os.LINUX : Os.MACOS;
        }
    }

    private final SplittableRandom random;
    private final List<Host> hosts = new ArrayList<>();
    private long entities;

    GeneratedActivity(SplittableRandom random) {
        this.random = random;
        for (int i = 0; i < HOSTS; i++) {
            Host host = new Host(i);
            Program first = programs(host.os).getFirst();
            Live none = new Live("0", first, 0, null);
            host.live.add(new Live(entity(host), first, 4 + i % 3, none));
            hosts.add(host);
        }
    }

    private static List<Program> programs(Os os) {
        return switch (os) {
            case WINDOWS -> ON_WINDOWS;
            case LINUX -> ON_LINUX;
            case MACOS -> ON_MACOS;
        };
    }

    private static List<Program> odd(Os os) {
        return switch (os) {
            case WINDOWS -> ODD_ON_WINDOWS;
            case LINUX -> ODD_ON_LINUX;
            case MACOS -> ODD_ON_MACOS;
        };
    }

    private String entity(Host host) {
        return "NDE0OTkxNGQtN2M4MC00" + Integer.toHexString(host.number) + "-"
                + Long.toHexString(++entities * 0x9E3779B97F4A7C15L);
    }

    private <T> T any(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    /** The next event, at this time, epoch milliseconds. */
    String event(long number, long time) {
        Host host = hosts.get((int) (HOSTS * Math.pow(random.nextDouble(), 2)));
        int kind = random.nextInt(100);
        Live process = any(host.live);
        if (kind < 30 || host.live.size() < 5) {
            return start(host, number, time);
        }
        if (kind < 52 && host.live.size() > 1) {
            Live ending = host.live.remove(1 + random.nextInt(host.live.size() - 1));
            return document(host, ending, "process", "end", "end", number, time, "");
        }
        if (kind < 70) {
            return network(host, process, number, time);
        }
        if (kind < 88) {
            return file(host, process, number, time);
        }
        if (kind < 90) {
            return logon(host, process, number, time);
        }
        return host.os == Os.WINDOWS
                ? kind < 95 ? library(host, process, number, time) : registry(host, process, number, time)
                : file(host, process, number, time);
    }

    private String start(Host host, long number, long time) {
        List<Live> spawning =
                host.live.stream().filter(one -> one.program.spawns()).toList();
        Live parent = spawning.isEmpty() ? host.live.getFirst() : any(spawning);
        Program program = random.nextInt(150) == 0 ? any(odd(host.os)) : any(programs(host.os));
        Live started = new Live(entity(host), program, 1_000 + random.nextInt(60_000), parent);
        if (host.live.size() < LIVE_MAX) {
            host.live.add(started);
        }
        String action = host.os == Os.WINDOWS ? "start" : random.nextInt(3) == 0 ? "fork" : "exec";
        return document(host, started, "process", action, "start", number, time, "");
    }

    private String network(Host host, Live any, long number, long time) {
        Live process = any;
        for (int i = 0; i < 4 && !process.program.connects(); i++) {
            process = any(host.live);
        }
        int[] ports = {443, 443, 443, 80, 53, 22, 445, 3389, 8080, 88};
        boolean inside = random.nextInt(3) == 0;
        String to = inside
                ? "10.20." + random.nextInt(20) + "." + random.nextInt(250)
                : "203.0." + random.nextInt(250) + "." + random.nextInt(250);
        boolean accepted = random.nextInt(8) == 0;
        String more = ",\"destination\":{\"ip\":\"" + to + "\",\"port\":" + ports[random.nextInt(ports.length)]
                + "},\"source\":{\"ip\":\"10.20.1." + host.number % 250 + "\",\"port\":"
                + (30_000 + random.nextInt(30_000))
                + "},\"network\":{\"direction\":\"" + (accepted ? "ingress" : "egress")
                + "\",\"transport\":\"tcp\",\"type\":\"ipv4\"}";
        String action = accepted ? "connection_accepted" : "connection_attempted";
        return document(host, process, "network", action, "start", number, time, more);
    }

    private String file(Host host, Live process, long number, long time) {
        String[] names = {
            "cache.db", "report.docx", "a.log", "index.js", "x.tmp", "setup.exe", "run.sh", "m.dll", "p.plist"
        };
        String name = names[random.nextInt(random.nextInt(12) == 0 ? names.length : 5)];
        String folder = host.os == Os.WINDOWS
                ? "C:\\\\Users\\\\user-" + host.number % 50 + "\\\\AppData\\\\Local\\\\Temp\\\\" + random.nextInt(500)
                : "/var/tmp/" + random.nextInt(500);
        String[] actions = {"creation", "creation", "modification", "deletion", "rename"};
        String action = actions[random.nextInt(actions.length)];
        String type = action.equals("creation") ? "creation" : action.equals("deletion") ? "deletion" : "change";
        String more = ",\"file\":{\"name\":\"" + name + "\",\"path\":\"" + folder
                + (host.os == Os.WINDOWS ? "\\\\" : "/") + name + "\",\"extension\":\""
                + name.substring(name.indexOf('.') + 1) + "\",\"size\":" + random.nextInt(100_000) + "}";
        return document(host, process, "file", action, type, number, time, more);
    }

    private String library(Host host, Live process, long number, long time) {
        String[] names = {"kernel32.dll", "ntdll.dll", "taskschd.dll", "winhttp.dll", "amsi.dll", "vaultcli.dll"};
        String name = names[random.nextInt(names.length)];
        String more = ",\"dll\":{\"name\":\"" + name + "\",\"path\":\"C:\\\\Windows\\\\System32\\\\" + name
                + "\",\"code_signature\":{\"exists\":true,\"trusted\":true,\"status\":\"trusted\"}}";
        return document(host, process, "library", "load", "start", number, time, more);
    }

    private String registry(Host host, Live process, long number, long time) {
        String value = random.nextInt(20) == 0 ? "Run\\\\updater" : "Explorer\\\\RecentDocs";
        String more = ",\"registry\":{\"hive\":\"HKEY_USERS\",\"value\":\"v" + random.nextInt(20)
                + "\",\"path\":\"HKEY_USERS\\\\S-1-5-21-1\\\\Software\\\\Microsoft\\\\Windows\\\\CurrentVersion\\\\"
                + value
                + "\",\"data\":{\"type\":\"REG_SZ\",\"strings\":[\"" + random.nextInt(1000) + "\"]}}";
        return document(host, process, "registry", "modification", "change", number, time, more);
    }

    private String logon(Host host, Live process, long number, long time) {
        boolean failed = random.nextInt(5) == 0;
        String more = ",\"source\":{\"ip\":\"10.20.1." + random.nextInt(250) + "\"}";
        return document(
                        host,
                        process,
                        "authentication",
                        failed ? "logon-failed" : "logged-in",
                        "start",
                        number,
                        time,
                        more)
                .replace("\"outcome\":\"success\"", failed ? "\"outcome\":\"failure\"" : "\"outcome\":\"success\"");
    }

    private String document(
            Host host, Live process, String category, String action, String type, long number, long time, String more) {
        String when = Instant.ofEpochMilli(time).toString();
        String slash = host.os == Os.WINDOWS ? "\\\\" : "/";
        Program program = process.program;
        Program above = process.parent.program;
        String dataset = category.equals("authentication") ? "security" : category;
        return "{\"@timestamp\":\"" + when + "\",\"agent\":{\"id\":\"0e4f1c8a-5f2b-4a6d-9b1f-" + host.number
                + "\",\"type\":\"endpoint\",\"version\":\"8.17.0\"},\"data_stream\":{\"dataset\":\"endpoint.events."
                + dataset + "\",\"namespace\":\"default\",\"type\":\"logs\"},\"ecs\":{\"version\":\"8.11.0\"},"
                + "\"event\":{\"action\":\"" + action + "\",\"category\":[\"" + category + "\"],\"created\":\"" + when
                + "\",\"dataset\":\"endpoint.events." + dataset + "\",\"id\":\"NQ" + Long.toHexString(number * 31)
                + "+++\",\"ingested\":\"" + when
                + "\",\"kind\":\"event\",\"module\":\"endpoint\",\"outcome\":\"success\",\"sequence\":"
                + number + ",\"type\":[\"" + type + "\"]},\"host\":{\"architecture\":\"x86_64\",\"hostname\":\"h-"
                + host.number + "\",\"id\":\"3d1219c7-c4c5-404a-aa1f-" + (100_000 + host.number)
                + "\",\"ip\":[\"10.20.1." + host.number % 250 + "\",\"127.0.0.1\"],\"name\":\"h-" + host.number
                + "\",\"os\":{\"family\":\"" + host.os.word() + "\",\"platform\":\"" + host.os.word() + "\",\"type\":\""
                + host.os.word() + "\",\"version\":\"12\"}},\"process\":{\"args\":[\"" + program.name()
                + "\",\"--id\",\"" + process.pid
                + "\"],\"args_count\":3,\"code_signature\":{\"exists\":true,\"status\":\"trusted\","
                + "\"subject_name\":\"Vendor\",\"trusted\":true},\"command_line\":\"" + program.name() + " --id "
                + process.pid + "\",\"entity_id\":\"" + process.entity + "\",\"executable\":\"" + program.folder()
                + slash
                + program.name() + "\",\"name\":\"" + program.name() + "\",\"parent\":{\"entity_id\":\""
                + process.parent.entity + "\",\"executable\":\"" + above.folder() + slash + above.name()
                + "\",\"name\":\"" + above.name() + "\",\"pid\":" + process.parent.pid
                + "},\"pe\":{\"original_file_name\":\"" + program.name() + "\"},\"pid\":" + process.pid
                + "},\"user\":{\"domain\":\"CORP\",\"id\":\"S-1-5-21-" + host.number % 50 + "\",\"name\":\"user-"
                + host.number % 50 + "\"}" + more + "}";
    }
}
