package dev.ingot.buildpacks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.buildpacks.kit.Command;
import dev.ingot.buildpacks.kit.Files2;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JavaIT {
  @TempDir Path root;

  @Test
  void sample_isBuiltFromSource_serves_andAChangeTouchesItsOwnClassesOnly() throws Exception {
    var cnb = new Cnb(root, "java-spring-boot");
    assertThat(cnb.detect("java")).isZero();
    var first = cnb.build("java");
    assertThat(first.code()).as(first.output()).isZero();
    assertThat(cnb.app.resolve("pom.xml")).as("sources are not in the image").doesNotExist();
    try (var app = cnb.launch(Map.of("MEMORY_LIMIT", "512m"))) {
      assertThat(app.get("/").statusCode()).isEqualTo(200);
      assertThat(app.get("/").headers().firstValue("X-App-Instance")).hasValue("3");
      assertThat(app.get("/actuator/health").body()).contains("UP");
      assertThat(Files.readString(app.log())).contains("Picked up JAVA_TOOL_OPTIONS: -Xmx");
      assertThat(app.stop()).as("stopped by SIGTERM").isEqualTo(143);
    }
    var jre = Cnb.content(cnb.layers.resolve("java/jre"));
    var libraries = Cnb.content(cnb.app.resolve("BOOT-INF/lib"));
    var loader = Cnb.content(cnb.app.resolve("org"));
    var classes = Cnb.content(cnb.app.resolve("BOOT-INF/classes"));
    assertThat(Files.readString(cnb.layers.resolve("java/launch.toml"))).contains("[[slices]]\npaths = [\"BOOT-INF/lib\"]");

    // Pushed again as the exploded jar, which is what the cf CLI sends for a jar.
    assertThat(Cnb.content(cnb.app)).containsKey("META-INF/MANIFEST.MF");
    cnb.restore("java");
    assertThat(cnb.build("java").output()).contains("(from the cache)").doesNotContain("mvn ");

    cnb.push("java-spring-boot");
    cnb.restore("java");
    var source = cnb.app.resolve("src/main/java/com/example/hello/HelloApplication.java");
    Files.writeString(source, Files.readString(source).replace("Hello from Ingot", "Changed"));
    var second = cnb.build("java");
    assertThat(second.code()).as(second.output()).isZero();
    assertThat(Cnb.content(cnb.layers.resolve("java/jre"))).isEqualTo(jre);
    assertThat(Cnb.content(cnb.app.resolve("BOOT-INF/lib"))).isEqualTo(libraries);
    assertThat(Cnb.content(cnb.app.resolve("org"))).isEqualTo(loader);
    assertThat(Cnb.content(cnb.app.resolve("BOOT-INF/classes"))).isNotEqualTo(classes);
  }

  @Test
  void jarFile_isRunAsItIs_andOneWithoutMainClassIsRefused() throws Exception {
    var cnb = new Cnb(root, "java-spring-boot");
    Files2.empty(cnb.app);
    var source = Files.writeString(Files.createDirectories(root.resolve("src")).resolve("Main.java"), """
        public class Main {
          public static void main(String[] args) throws Exception {
            var server = com.sun.net.httpserver.HttpServer.create(new java.net.InetSocketAddress(Integer.getInteger("port", Integer.parseInt(System.getenv("SERVER_PORT")))), 0);
            server.createContext("/", exchange -> { exchange.sendResponseHeaders(200, -1); exchange.close(); });
            server.start();
          }
        }
        """);
    var bin = Path.of(System.getProperty("java.home"), "bin");
    Command.of(root, bin.resolve("javac").toString(), "-d", root.resolve("classes").toString(), source.toString()).capture("compiling");
    Command.of(root, bin.resolve("jar").toString(), "--create", "--file", cnb.app.resolve("app.jar").toString(), "-C", root.resolve("classes").toString(), ".").capture("packing");
    assertThat(cnb.detect("java")).isZero();
    assertThat(cnb.build("java").output()).contains("ERROR: No executable jar in the app's directory");

    Command.of(root, bin.resolve("jar").toString(), "--create", "--file", cnb.app.resolve("app.jar").toString(), "--main-class", "Main", "-C", root.resolve("classes").toString(), ".")
        .capture("packing");
    var result = cnb.build("java");
    assertThat(result.code()).as(result.output()).isZero();
    try (var app = cnb.launch(Map.of())) {
      assertThat(app.get("/").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void otherJavaThanThePlatforms_isRefusedWithTheReason() throws Exception {
    var cnb = new Cnb(root, "java-spring-boot");
    cnb.userEnv.put("BP_JVM_VERSION", "17");
    assertThat(cnb.build("java").output()).contains("ERROR: BP_JVM_VERSION asks for Java 17, but this platform has Java 25");
  }
}
