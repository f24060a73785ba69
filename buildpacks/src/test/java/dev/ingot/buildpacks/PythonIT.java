package dev.ingot.buildpacks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.buildpacks.kit.Command;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PythonIT {
  @TempDir Path root;

  @Test
  void flask_isServedByGunicorn_andAChangedLineKeepsInterpreterAndPackages() throws Exception {
    var cnb = new Cnb(root, "python-flask");
    assertThat(cnb.detect("python")).isZero();
    assertThat(cnb.detect("nodejs")).isEqualTo(100);
    var first = cnb.build("python");
    assertThat(first.code()).as(first.output()).isZero();
    assertThat(first.output()).contains("pip install -r requirements.txt").contains("web: gunicorn --bind 0.0.0.0:${PORT:-8080} 'app:app'");
    try (var app = cnb.launch(Map.of())) {
      var answer = app.get("/");
      assertThat(answer.body()).contains("Hello from Ingot");
      assertThat(answer.headers().firstValue("X-App-Instance")).hasValue("3");
      assertThat(app.stop()).as("gunicorn itself gets the signal").isZero();
    }
    var layer = cnb.layers.resolve("python/python");
    var base = Command.of(root, cnb.layers.resolve("python/venv/bin/python").toString(), "-c", "import sys, ssl, sqlite3; print(sys.base_prefix)")
        .env(Map.of("LD_LIBRARY_PATH", Files.readString(layer.resolve("env/LD_LIBRARY_PATH.prepend")))).capture("python");
    assertThat(base).as("this machine's own library is not used").isEqualTo(layer.resolve("usr") + "\n");
    var python = Cnb.content(layer);
    var venv = Cnb.content(cnb.layers.resolve("python/venv"));
    assertThat(python.keySet()).as("compiled once, not at each start").anyMatch(name -> name.endsWith("/__pycache__/argparse.cpython-311.pyc"));
    assertThat(venv.keySet()).noneMatch(name -> name.contains("/pip/"));

    cnb.push("python-flask");
    cnb.restore("python");
    var source = cnb.app.resolve("app.py");
    Files.writeString(source, Files.readString(source).replace("Hello from Ingot", "Changed"));
    var second = cnb.build("python");
    assertThat(second.output()).contains("packages are unchanged").doesNotContain("pip install");
    assertThat(Cnb.content(cnb.layers.resolve("python/python"))).isEqualTo(python);
    assertThat(Cnb.content(cnb.layers.resolve("python/venv"))).isEqualTo(venv);
    try (var app = cnb.launch(Map.of())) {
      assertThat(app.get("/").body()).contains("Changed");
    }

    // A Procfile says what to run, and nothing else is guessed.
    Files.writeString(cnb.app.resolve("Procfile"), "web: gunicorn app:app\n");
    cnb.restore("python");
    assertThat(cnb.build("python").code()).isZero();
    assertThat(cnb.processes()).isEmpty();

    cnb.restore("python");
    cnb.userEnv.put("BP_CPYTHON_VERSION", "3.99.*");
    assertThat(cnb.build("python").output()).contains("ERROR: The app wants Python 3.99.* (BP_CPYTHON_VERSION), but Python here is Debian's, 3.");
    cnb.userEnv.clear();
    Files.writeString(cnb.app.resolve("requirements.txt"), "-r ../../etc/passwd\n");
    cnb.restore("python");
    assertThat(cnb.build("python").output()).contains("ERROR: The requirements file").contains("outside of the app");
  }

  /** Without digests in the lock file, which belong to one index. */
  @Test
  void pipenv_installsItsLockFile_intoTheOneEnvironment() throws Exception {
    var cnb = new Cnb(root, "python-flask");
    Files.delete(cnb.app.resolve("requirements.txt"));
    Files.writeString(cnb.app.resolve("Pipfile"), "[packages]\niniconfig = \"*\"\n");
    Files.writeString(cnb.app.resolve("Pipfile.lock"), "{\"_meta\": {\"hash\": {\"sha256\": \"0\"}, \"pipfile-spec\": 6, \"requires\": {}, \"sources\": []}, \"default\": {\"iniconfig\": {\"version\": \"==2.1.0\"}}, \"develop\": {\"idna\": {\"version\": \"==3.10\"}}}");
    var first = cnb.build("python");
    assertThat(first.code()).as(first.output()).isZero();
    assertThat(first.output()).contains("pipenv sync").doesNotContain("Creating a virtual", "there is no Pipfile.lock");
    var venv = Cnb.content(cnb.layers.resolve("python/venv"));
    assertThat(venv.keySet()).anyMatch(name -> name.endsWith("site-packages/iniconfig-2.1.0.dist-info")).noneMatch(name -> name.contains("/idna") || name.contains("/pip/") || name.equals("bin/activate"));
    cnb.restore("python");
    assertThat(cnb.build("python").output()).contains("packages are unchanged");
    assertThat(Cnb.content(cnb.layers.resolve("python/venv"))).isEqualTo(venv);
  }

  @Test
  void django_collectsItsStaticFiles() throws Exception {
    var cnb = new Cnb(root, "python-django");
    var built = cnb.build("python");
    assertThat(built.code()).as(built.output()).isZero();
    assertThat(built.output()).contains("collectstatic");
    try (var app = cnb.launch(Map.of())) {
      var page = app.get("/").body();
      var style = page.replaceAll("(?s).*href=\"([^\"]+)\".*", "$1");
      assertThat(style).as("named by its digest, so it was collected").matches("/static/site\\.[0-9a-f]{12}\\.css");
      assertThat(app.get(style).statusCode()).isEqualTo(200);
    }
    Files.writeString(cnb.app.resolve("mysite/settings.py"), "import os\nSTATIC_ROOT = os.environ['NOT_AT_BUILD']\n");
    cnb.restore("python");
    assertThat(cnb.build("python").output()).contains("ERROR: Failed collecting Django's static files").contains("BP_DJANGO_COLLECTSTATIC=false");
  }

  /** A lock file of uv names the index it was made with, so it is made here. */
  @Test
  void fastApi_isInstalledByUvFromItsLockFile() throws Exception {
    var cnb = new Cnb(root, "python-fastapi");
    var unlocked = cnb.build("python");
    assertThat(unlocked.code()).as(unlocked.output()).isZero();
    assertThat(unlocked.output()).contains("there is no uv.lock").contains("web: uvicorn main:app");

    cnb.push("python-fastapi");
    cnb.restore("python");
    var uv = cnb.layers.resolve("python/uv/bin/uv");
    Command.of(cnb.app, uv.toString(), "lock", "--quiet").env(Map.of("UV_PYTHON_DOWNLOADS", "never", "UV_PYTHON", cnb.layers.resolve("python/python/bin/python3").toString(), "LD_LIBRARY_PATH",
        cnb.layers.resolve("python/python/usr/lib/x86_64-linux-gnu").toString())).limit(Duration.ofMinutes(2)).capture("uv lock");
    var lock = Files.readString(cnb.app.resolve("uv.lock"));
    var first = cnb.build("python");
    assertThat(first.code()).as(first.output()).isZero();
    assertThat(first.output()).contains("uv sync --no-dev --frozen --no-install-project").doesNotContain("there is no uv.lock");
    try (var app = cnb.launch(Map.of())) {
      assertThat(app.get("/").body()).contains("Hello from Ingot");
      assertThat(app.stop()).isIn(0, 143);
    }
    var venv = Cnb.content(cnb.layers.resolve("python/venv"));

    cnb.push("python-fastapi");
    Files.writeString(cnb.app.resolve("uv.lock"), lock);
    Files.writeString(cnb.app.resolve("main.py"), Files.readString(cnb.app.resolve("main.py")).replace("Hello", "Changed"));
    cnb.restore("python");
    assertThat(cnb.build("python").output()).contains("packages are unchanged");
    assertThat(Cnb.content(cnb.layers.resolve("python/venv"))).isEqualTo(venv);

    // The same packages installed anew make the same layer.
    cnb.restore("python");
    dev.ingot.buildpacks.kit.Files2.delete(cnb.layers.resolve("python/venv"));
    assertThat(cnb.build("python").output()).contains("uv sync");
    assertThat(Cnb.content(cnb.layers.resolve("python/venv"))).isEqualTo(venv);
  }
}
