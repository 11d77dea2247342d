import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Fails unless every block of Java or properties in a page stands, word for word, in one file of a project. */
final class Documentation {
    private static final Pattern BLOCK = Pattern.compile("```(?:java|properties)\n(.*?)```", Pattern.DOTALL);

    private Documentation() {}

    public static void main(String[] args) throws IOException {
        Path page = Path.of(args[0]);
        Path project = Path.of(args[1]);
        List<String> blocks = BLOCK.matcher(Files.readString(page))
                .results()
                .map((MatchResult match) -> flat(match.group(1)))
                .toList();
        List<String> sources = sources(project.resolve("src"));
        List<String> missing = blocks.stream()
                .filter(block -> sources.stream().noneMatch(source -> source.contains(block)))
                .toList();
        if (blocks.isEmpty() || !missing.isEmpty()) {
            System.err.println(page + " has " + blocks.size() + " blocks; not in " + project + ":");
            missing.forEach(System.err::println);
            System.exit(1);
        }
        System.out.println(page.getFileName() + ": " + blocks.size() + " blocks are code of " + project.getFileName() + ".");
    }

    private static String flat(String code) {
        return code.strip().replaceAll("\\s+", " ");
    }

    private static List<String> sources(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).map(Documentation::read).map(Documentation::flat).collect(Collectors.toList());
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
