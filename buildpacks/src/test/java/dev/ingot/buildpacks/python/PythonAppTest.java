package dev.ingot.buildpacks.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.buildpacks.kit.BuildContext;
import dev.ingot.buildpacks.kit.BuildFailure;
import dev.ingot.buildpacks.kit.Log;
import dev.ingot.buildpacks.kit.Settings;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PythonAppTest {
  @TempDir Path app;

  @Test
  void webProcess_isFoundByFrameworkAndServer() throws Exception {
    file("main.py", "import fastapi\napi: fastapi.FastAPI = fastapi.FastAPI(title='x')\n");
    assertThat(web("fastapi", "uvicorn")).isEqualTo("uvicorn main:api --host 0.0.0.0 --port ${PORT:-8080}");
    assertThat(web("fastapi")).as("no server that speaks ASGI").isEqualTo("python main.py");
    Files.delete(app.resolve("main.py"));
    file("app/__init__.py", "def create_app(config=None):\n  pass\n");
    assertThat(web("flask", "gunicorn")).isEqualTo("gunicorn --bind 0.0.0.0:${PORT:-8080} 'app:create_app()'");
    assertThat(web("flask")).isEqualTo("flask --app app:create_app run --host 0.0.0.0 --port ${PORT:-8080}");
    assertThat(web("gunicorn")).as("a factory of something else").isEmpty();
    file("manage.py", "os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'shop.settings.production')\n");
    file("shop/wsgi.py", "");
    file("shop/asgi.py", "");
    assertThat(web("django", "gunicorn")).isEqualTo("gunicorn --bind 0.0.0.0:${PORT:-8080} shop.wsgi:application");
    assertThat(web("django", "daphne")).isEqualTo("daphne -b 0.0.0.0 -p ${PORT:-8080} shop.asgi:application");
    assertThat(web("django")).isEqualTo("python manage.py runserver --noreload 0.0.0.0:${PORT:-8080}");
  }

  @Test
  void sourceBelowSrc_isImportedFromThere() throws Exception {
    file("src/main.py", "app = FastAPI()\n");
    assertThat(web("fastapi", "uvicorn")).isEqualTo("env \"PYTHONPATH=src${PYTHONPATH:+:$PYTHONPATH}\" uvicorn main:app --host 0.0.0.0 --port ${PORT:-8080}");
    file("src/main.py", "app = Flask(__name__)\n");
    assertThat(web("flask", "gunicorn")).isEqualTo("env \"PYTHONPATH=src${PYTHONPATH:+:$PYTHONPATH}\" gunicorn --bind 0.0.0.0:${PORT:-8080} 'main:app'");
    assertThat(web()).isEqualTo("python src/main.py");
  }

  @Test
  void installer_isTheOneWhoseLockFileIsThere() throws Exception {
    file("pyproject.toml", "[tool.poetry]\n[tool.uv]\n");
    assertThat(manager(Map.of())).isEqualTo(Manager.UV);
    file("requirements.txt", "");
    assertThat(manager(Map.of())).isEqualTo(Manager.PIP);
    file("poetry.lock", "");
    assertThat(manager(Map.of())).isEqualTo(Manager.POETRY);
    assertThat(manager(Map.of("BP_PYTHON_PACKAGE_MANAGER", "pipenv"))).isEqualTo(Manager.PIPENV);
    assertThatThrownBy(() -> manager(Map.of("BP_PYTHON_PACKAGE_MANAGER", "conda"))).isInstanceOf(BuildFailure.class).hasMessageContaining("conda");
  }

  @Test
  void project_isInstalledItself_unlessItSaysNo() throws Exception {
    file("pyproject.toml", "[build-system]\nrequires = [\"poetry-core\"]\n");
    assertThat(Project.of(context(Map.of())).isPackage()).isTrue();
    file("pyproject.toml", "[tool.poetry]\npackage-mode = false\n[build-system]\nrequires = [\"poetry-core\"]\n");
    assertThat(Project.of(context(Map.of())).isPackage()).isFalse();
    file("pyproject.toml", "[tool.uv]\npackage = false\n[build-system]\nrequires = [\"hatchling\"]\n");
    assertThat(Project.of(context(Map.of())).isPackage()).isFalse();
    file("pyproject.toml", "[tool.uv]\npackage = true\n");
    assertThat(Project.of(context(Map.of())).isPackage()).isTrue();
    file("pyproject.toml", "[project]\nname = \"app\"\n");
    assertThat(Project.of(context(Map.of())).isPackage()).isFalse();
  }

  @Test
  void python_isAskedForByTheMostSpecificFile() throws Exception {
    file("pyproject.toml", "[project]\nrequires-python = \">=3.9\"\n");
    assertThat(wanted().text()).isEqualTo(">=3.9");
    file("runtime.txt", "python-3.11.4\n");
    assertThat(wanted().text()).isEqualTo("3.11.4");
    file(".python-version", "# pinned\n3.11\n");
    assertThat(wanted()).satisfies(range -> assertThat(range.text() + " " + range.origin()).isEqualTo("3.11 .python-version"));
    file("pyproject.toml", "[project\n");
    assertThatThrownBy(() -> Project.of(context(Map.of()))).isInstanceOf(BuildFailure.class).hasMessageContaining("pyproject.toml");
  }

  @Test
  void requirements_areReadWithWhatTheyInclude_andLoopsEnd() throws Exception {
    file("requirements.txt", "-r base/common.txt\nflask==3.1 # web\nhttps://example.test/x.whl\n");
    file("base/common.txt", "--index-url https://example.test/simple\n-c ../limits.txt\n-r ../requirements.txt\n");
    file("limits.txt", "six<2\n");
    var read = Requirements.of(context(Map.of()), "requirements.txt");
    assertThat(read.texts().keySet()).containsExactlyInAnyOrder("requirements.txt", "base/common.txt", "limits.txt");
    assertThat(read.local()).isFalse();
    for (var local : new String[] {"-e .", "./lib", ".", "--editable=lib", "pkg @ file:./lib", "wheels/x-1.0-py3-none-any.whl"}) {
      file("limits.txt", local);
      assertThat(Requirements.of(context(Map.of()), "requirements.txt").local()).as(local).isTrue();
    }
    file("limits.txt", "-r ../../etc/passwd");
    assertThatThrownBy(() -> Requirements.of(context(Map.of()), "requirements.txt")).isInstanceOf(BuildFailure.class).hasMessageContaining("outside");
    file("limits.txt", "-r missing.txt");
    assertThatThrownBy(() -> Requirements.of(context(Map.of()), "requirements.txt")).isInstanceOf(BuildFailure.class).hasMessageContaining("missing.txt");
  }

  private String web(String... installed) throws Exception {
    return new WebProcess(context(Map.of()), List.of(installed)).command().orElse("");
  }

  private Manager manager(Map<String, String> env) throws Exception {
    var context = context(env);
    return Manager.of(context, Project.of(context));
  }

  private dev.ingot.buildpacks.kit.VersionRange wanted() throws Exception {
    return Project.of(context(Map.of())).python().orElseThrow();
  }

  private BuildContext context(Map<String, String> env) {
    return new BuildContext(app, app.resolve("layers"), app.resolve("buildpack"), new Settings(env), new Log(new PrintStream(java.io.OutputStream.nullOutputStream())));
  }

  private void file(String name, String text) throws Exception {
    Files.createDirectories(app.resolve(name).getParent());
    Files.writeString(app.resolve(name), text);
  }
}
