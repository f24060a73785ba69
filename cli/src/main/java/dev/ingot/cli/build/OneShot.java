package dev.ingot.cli.build;

import dev.ingot.api.app.App;
import dev.ingot.api.app.AppRequest;
import dev.ingot.api.app.Lifecycle;
import dev.ingot.api.build.BuildRequest;
import dev.ingot.api.common.Ref;
import dev.ingot.api.common.ToOne;
import dev.ingot.api.error.ApiException;
import dev.ingot.cli.Failure;
import dev.ingot.cli.session.Session;
import java.util.concurrent.atomic.AtomicBoolean;

/** Steps that builds and plans share. */
final class OneShot {
  private OneShot() {}

  /** A stopped app without routes, with the manifest's variables. */
  static App create(Session session, Source source, String name) {
    var request = new AppRequest(name, new Lifecycle("buildpack", new Lifecycle.Data(source.buildpacks(), source.stack())), source.env(),
        new AppRequest.Relationships(ToOne.of(session.space().guid())), null);
    return session.api().post("/v3/apps", request, App.class);
  }

  /** The build of a package as the source says; what it does not say is the app's. */
  static BuildRequest request(App app, Source source, String packageGuid, boolean detectOnly) {
    String type = app.lifecycle().type();
    if ("docker".equals(type)) {
      throw new Failure("app " + app.name() + " runs a docker image, there is nothing to build. Choose another name: --app NAME");
    }
    Lifecycle lifecycle = source.buildpacks().isEmpty() && source.stack() == null ? null
        : new Lifecycle(type, new Lifecycle.Data(source.buildpacks().isEmpty() ? null : source.buildpacks(), source.stack()));
    return new BuildRequest(new Ref(packageGuid), lifecycle, null, null, null, detectOnly ? true : null);
  }

  /** Something at the platform that is removed at the end, also when the user presses Ctrl-C. */
  static final class Temporary implements AutoCloseable {
    private final Session session;
    private final String path;
    private final AtomicBoolean over = new AtomicBoolean();
    private final Thread hook = new Thread(this::remove);

    Temporary(Session session, String path) {
      this.session = session;
      this.path = path;
      try {
        Runtime.getRuntime().addShutdownHook(hook);
      } catch (IllegalStateException e) {
        remove();
        throw new Failure("interrupted", e);
      }
    }

    /** It stays. */
    void keep() {
      over.set(true);
    }

    private void remove() {
      if (!over.compareAndSet(false, true)) {
        return;
      }
      try {
        session.api().delete(path);
      } catch (ApiException e) {
        System.err.println("(" + path + " stays at the platform: " + e.detail() + ")");
      }
    }

    @Override
    public void close() {
      remove();
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        // The JVM is on its way out already: the hook finds nothing to do.
        over.set(true);
      }
    }
  }
}
