package dev.ingot.cli.upload;

import dev.ingot.api.app.App;
import dev.ingot.api.common.ToOne;
import dev.ingot.api.packages.AppPackage;
import dev.ingot.api.packages.PackageRequest;
import dev.ingot.cli.Failure;
import dev.ingot.cli.app.Sizes;
import dev.ingot.cli.session.Output;
import dev.ingot.cli.session.Session;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import tools.jackson.databind.json.JsonMapper;

/** Makes a package of an app's files: says how much goes over the wire, shows a bar on a terminal, waits until the platform has checked it. */
public final class PackageUpload {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final long PAUSE_MILLIS = 50;
  private final Session session;
  private final Output output;

  public PackageUpload(Session session, Output output) {
    this.session = session;
    this.output = output;
  }

  /**
   * Uploads.
   *
   * @param path a directory, .jar, .war or .zip
   * @throws Failure when there is nothing to upload, or the platform refuses it
   */
  public AppPackage upload(App app, Path path) throws IOException {
    try (AppDirectory directory = AppDirectory.of(path); Upload upload = Upload.prepare(session.api(), SourceFiles.of(directory.path()))) {
      output.say("Uploading %s: %s", app.name(), upload.zip() == null ? "nothing, the platform has all " + upload.files() + " files"
          : upload.sentFiles() + " of " + upload.files() + " files, " + Sizes.bytes(upload.size()));
      var request = new PackageRequest("bits", null, new PackageRequest.Relationships(ToOne.of(app.guid())), null);
      AppPackage created = session.api().post("/v3/packages", request, AppPackage.class);
      Multipart body = new Multipart(JSON.writeValueAsString(upload.matched()), upload.zip());
      UploadBar bar = new UploadBar(System.out, upload.size());
      var answer = session.api().send("POST", "/v3/packages/" + created.guid() + "/upload", body.contentType(),
          body.publisher(output.json() ? sent -> { } : bar::sent));
      return ready(JSON.readValue(answer.body(), AppPackage.class));
    }
  }

  private AppPackage ready(AppPackage uploaded) {
    AppPackage current = uploaded;
    while (current.state().equals("PROCESSING_UPLOAD")) {
      pause();
      current = session.api().get("/v3/packages/" + uploaded.guid(), AppPackage.class);
    }
    if (!current.state().equals("READY")) {
      throw new Failure("the platform refused the upload: " + current.data().error().orElse(current.state().toLowerCase(Locale.ROOT)));
    }
    return current;
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure("interrupted; the platform goes on with the upload", e);
    }
  }
}
