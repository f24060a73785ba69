package dev.ingot.buildpacks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.buildpacks.kit.Command;
import dev.ingot.buildpacks.kit.Files2;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
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
    var plain = start(cnb, Map.of());

    cnb.userEnv.put("BP_JVM_AOTCACHE_ENABLED", "true");
    cnb.restore("java");
    var trained = cnb.build("java");
    assertThat(trained.output()).contains("Training the JVM").doesNotContain("WARNING: no AOT cache");
    Cnb.timesOfAnImage(cnb.app);
    var cached = start(cnb, Map.of("JAVA_TOOL_OPTIONS", "-XX:AOTMode=on"));
    System.out.println("TIMING start of Spring Boot until it answers: " + plain.toMillis() + " ms, with AOT cache " + cached.toMillis() + " ms; the cache has "
        + Files.size(cnb.layers.resolve("java/aot-cache/app.aot")) / (1 << 20) + " MiB");
    cnb.userEnv.remove("BP_JVM_AOTCACHE_ENABLED");

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

  private static Duration start(Cnb cnb, Map<String, String> env) throws Exception {
    var all = new HashMap<>(Map.of("MEMORY_LIMIT", "512m"));
    all.putAll(env);
    var begin = System.nanoTime();
    try (var app = cnb.launch(all)) {
      assertThat(app.get("/actuator/health").body()).contains("UP");
      return Duration.ofNanos(System.nanoTime() - begin);
    }
  }

  @Test
  void jarFile_isRunAsItIs_andOneWithoutMainClassIsRefused() throws Exception {
    var cnb = new Cnb(root, "java-spring-boot");
    Files2.empty(cnb.app);
    var bin = Path.of(System.getProperty("java.home"), "bin");
    Files.writeString(cnb.app.resolve("data.txt"), "no class at all");
    Command.of(root, bin.resolve("jar").toString(), "--create", "--file", cnb.app.resolve("app.jar").toString(), "-C", cnb.app.toString(), "data.txt").capture("packing");
    assertThat(cnb.detect("java")).isZero();
    assertThat(cnb.build("java").output()).contains("ERROR: No executable jar and no war in the app's directory");

    server(cnb.app.resolve("app.jar"));
    var result = cnb.build("java");
    assertThat(result.code()).as(result.output()).isZero();
    try (var app = cnb.launch(Map.of())) {
      assertThat(app.get("/").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void otherJavaThanThePlatforms_comesFromTheDistribution_orIsRefusedWithTheReason() throws Exception {
    var cnb = new Cnb(root, "java-spring-boot");
    Files2.empty(cnb.app);
    server(cnb.app.resolve("app.jar"));
    cnb.userEnv.put("BP_JVM_VERSION", "3");
    assertThat(cnb.build("java").output()).contains("ERROR: BP_JVM_VERSION asks for Java 3, but this platform has Java 25").contains("openjdk-3-jre-headless");
    cnb.userEnv.put("BP_JVM_VERSION", "17");
    var result = cnb.build("java");
    assertThat(result.code()).as(result.output()).isZero();
    try (var app = cnb.launch(Map.of("MEMORY_LIMIT", "512m"))) {
      assertThat(app.get("/").headers().firstValue("X-Java")).hasValue("17");
    }
  }

  @Test
  void war_isBuiltByMaven_andServedByTomcat() throws Exception {
    var cnb = new Cnb(root, "java-war");
    var first = cnb.build("java");
    assertThat(first.code()).as(first.output()).isZero();
    assertThat(cnb.app.resolve("pom.xml")).doesNotExist();
    try (var app = cnb.launch(Map.of("MEMORY_LIMIT", "384m", "BPL_JMX_ENABLED", "true", "BPL_JMX_PORT", "0"))) {
      assertThat(app.get("/").body()).contains("Apache Tomcat/11.");
      assertThat(app.get("/hello?guest=%3Cyou%3E").body()).contains("Hello from a servlet, &lt;you&gt;!");
      assertThat(app.get("/WEB-INF/hello.jsp").statusCode()).isEqualTo(404);
      assertThat(app.stop()).as("stopped by SIGTERM").isEqualTo(143);
    }
    var tomcat = Cnb.content(cnb.layers.resolve("java/tomcat"));
    assertThat(tomcat).containsKey("lib/catalina.jar").doesNotContainKey("webapps");
    var base = Cnb.content(cnb.layers.resolve("java/tomcat-base"));

    // Pushed again as the exploded war, which is what the cf CLI sends for a war.
    assertThat(cnb.detect("java")).isZero();
    cnb.restore("java");
    var second = cnb.build("java");
    assertThat(second.output()).contains("(from the cache)").doesNotContain("mvn ");
    assertThat(Cnb.content(cnb.layers.resolve("java/tomcat"))).isEqualTo(tomcat);
    assertThat(Cnb.content(cnb.layers.resolve("java/tomcat-base"))).isEqualTo(base);
    cnb.userEnv.put("BP_TOMCAT_VERSION", "11;x");
    cnb.restore("java");
    assertThat(cnb.build("java").output()).contains("ERROR: BP_TOMCAT_VERSION=11;x is not a version");
  }

  @Test
  void warOfJavaEe_isServedByTomcat9() throws Exception {
    var cnb = new Cnb(root, "java-war");
    Files2.empty(cnb.app);
    Files.writeString(Files.createDirectories(cnb.app.resolve("WEB-INF")).resolve("web.xml"), "<web-app xmlns=\"http://xmlns.jcp.org/xml/ns/javaee\" version=\"4.0\"/>\n");
    Files.writeString(cnb.app.resolve("index.jsp"), "<% javax.servlet.http.HttpServletRequest asked = request; %><%= application.getServerInfo() %> <%= asked.getMethod() %>\n");
    var built = cnb.build("java");
    assertThat(built.code()).as(built.output()).isZero();
    assertThat(built.output()).contains("the classes use javax.servlet, so Tomcat 9 serves them").contains("Tomcat 9.");
    try (var app = cnb.launch(Map.of("MEMORY_LIMIT", "384m"))) {
      assertThat(app.get("/").body()).contains("Apache Tomcat/9.").contains(" GET");
      assertThat(app.stop()).isEqualTo(143);
    }
  }

  @Test
  void gradle_isTheDistributionInTheApp_elseTheErrorSaysHowToGiveOne() throws Exception {
    var cnb = new Cnb(root, "java-spring-boot");
    Files2.empty(cnb.app);
    Files.writeString(cnb.app.resolve("settings.gradle.kts"), "rootProject.name = \"app\"\n");
    assertThat(cnb.detect("java")).isZero();
    assertThat(cnb.build("java").output()).contains("ERROR: The project's settings.gradle.kts is written in Kotlin").contains("BP_GRADLE_DISTRIBUTION").contains("INGOT_GRADLE_DISTRIBUTIONS");
    cnb.userEnv.put("BP_GRADLE_VERSION", "9.2.1");
    assertThat(cnb.build("java").output()).contains("ERROR: BP_GRADLE_VERSION asks for Gradle 9.2.1, but no package registry has it");
    cnb.userEnv.clear();

    var wrapper = Files.createDirectories(cnb.app.resolve("gradle/wrapper"));
    var properties = Files.writeString(wrapper.resolve("gradle-wrapper.properties"), "distributionUrl=gradle-1.2-bin.zip\n");
    assertThat(cnb.build("java").output()).contains("ERROR: The Gradle distribution gradle/wrapper/gradle-1.2-bin.zip (gradle/wrapper/gradle-wrapper.properties) is not a file of the app");
    Files.writeString(properties, "distributionUrl=http\\://me:s3cret@127.0.0.1\\:1/gradle-1.2-bin.zip\n");
    assertThat(cnb.build("java").output()).contains("ERROR: Failed fetching http://127.0.0.1:1/gradle-1.2-bin.zip").contains("BP_GRADLE_VERSION=debian").doesNotContain("s3cret");
    server(cnb.app.resolve("prepared.jar"));
    distribution(wrapper.resolve("gradle-1.2-bin.zip"));
    Files.writeString(properties, "distributionUrl=gradle-1.2-bin.zip\ndistributionSha256Sum=" + "0".repeat(64) + "\n");
    assertThat(cnb.build("java").output()).contains("is not what gradle/wrapper/gradle-wrapper.properties promises: its SHA-256 is ");
    Files.writeString(properties, "distributionUrl=gradle-1.2-bin.zip\n");
    cnb.userEnv.put("BP_GRADLE_ADDITIONAL_BUILD_ARGUMENTS", "-Pcolor=blue");
    var result = cnb.build("java");
    assertThat(result.code()).as(result.output()).isZero();
    assertThat(result.output()).contains("gradle-1.2 (gradle/wrapper/gradle-wrapper.properties)").containsPattern("ran with --no-daemon --console=plain --init-script \\S+ -x test assemble -Pcolor=blue");
    assertThat(cnb.app.resolve("gradle")).as("sources are not in the image").doesNotExist();
    try (var app = cnb.launch(Map.of())) {
      assertThat(app.get("/").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void gradleOfTheDistribution_buildsAnApplication_whoseLibrariesAreALayerOfTheirOwn() throws Exception {
    var cnb = new Cnb(root, "java-gradle");
    Files.writeString(cnb.app.resolve("Procfile"), "other: true\n");
    cnb.userEnv.put("BP_JVM_MODULES", "auto");
    assertThat(cnb.detect("java")).isZero();
    var built = cnb.build("java");
    assertThat(built.code()).as(built.output()).isZero();
    assertThat(built.output()).containsPattern("Gradle 4\\.\\S+ of the distribution with its JDK 17\\.\\S+: the project has no wrapper").contains("application: build/distributions/java-gradle.zip")
        .contains("modules of the app: java.base,");
    assertThat(Cnb.content(cnb.app)).containsKeys("bin/java-gradle", "lib/java-gradle.jar", "lib/javalin-6.7.0.jar", "Procfile").doesNotContainKeys("src", "build.gradle");
    assertThat(Files.readString(cnb.layers.resolve("java/gradle-debian.toml"))).contains("launch = false").contains("cache = true");
    assertThat(Files.readString(cnb.layers.resolve("java/launch.toml"))).contains("\"lib/javalin-6.7.0.jar\"").doesNotContain("lib/java-gradle.jar");
    var recording = Path.of("/tmp/ingot-it-" + ProcessHandle.current().pid() + ".jfr");
    try (var app = cnb.launch(Map.of("MEMORY_LIMIT", "384m", "BPL_JFR_ENABLED", "true", "BPL_JFR_ARGS", "dumponexit=true,filename=" + recording))) {
      assertThat(app.get("/").body()).contains("Hello from Ingot").contains("\"java\":25");
      assertThat(app.get("/").headers().firstValue("X-App-Instance")).hasValue("3");
      assertThat(app.get("/notes").body()).isEqualTo("[]");
      assertThat(app.stop()).as("java itself gets the signal").isEqualTo(143);
      assertThat(Files.readString(app.log())).containsOnlyOnce("Picked up JAVA_TOOL_OPTIONS: -Xmx");
    }
    assertThat(Files.size(recording)).isPositive();
    Files.delete(recording);
    assertThat(cnb.detect("java")).as("it can be pushed as it is now").isZero();
  }

  /** A distribution as far as this buildpack sees it: a zip with gradle-1.2/bin/gradle, which puts a jar where Gradle would. No registry has the real one. */
  private void distribution(Path zip) throws Exception {
    var bin = Files.createDirectories(root.resolve("dist/gradle-1.2/bin"));
    Files.writeString(bin.resolve("gradle"), "#!/bin/sh\necho \"ran with $*\"\ntest -n \"$GRADLE_USER_HOME\" && test -x \"$JAVA_HOME/bin/javac\" || exit 9\nmkdir -p build/libs && cp prepared.jar build/libs/app.jar\n");
    Command.of(root, Path.of(System.getProperty("java.home"), "bin/jar").toString(), "--create", "--no-manifest", "--file", zip.toString(), "-C", root.resolve("dist").toString(), ".").capture("packing");
  }

  /** A web server in one class that any Java from 17 on runs. */
  private void server(Path jar) throws Exception {
    var source = Files.writeString(Files.createDirectories(root.resolve("src")).resolve("Main.java"), """
        public class Main {
          public static void main(String[] args) throws Exception {
            var server = com.sun.net.httpserver.HttpServer.create(new java.net.InetSocketAddress(Integer.parseInt(System.getenv("SERVER_PORT"))), 0);
            server.createContext("/", exchange -> {
              exchange.getResponseHeaders().add("X-Java", String.valueOf(Runtime.version().feature()));
              exchange.sendResponseHeaders(200, -1);
              exchange.close();
            });
            server.start();
          }
        }
        """);
    var bin = Path.of(System.getProperty("java.home"), "bin");
    Command.of(root, bin.resolve("javac").toString(), "--release", "17", "-d", root.resolve("classes").toString(), source.toString()).capture("compiling");
    Command.of(root, bin.resolve("jar").toString(), "--create", "--file", jar.toString(), "--main-class", "Main", "-C", root.resolve("classes").toString(), ".").capture("packing");
  }
}
