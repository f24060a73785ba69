package dev.ingot.webui.app;

import dev.ingot.api.client.ApiClient;
import dev.ingot.webui.session.Sessions;
import dev.ingot.webui.session.UiSession;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import tools.jackson.databind.json.JsonMapper;

/**
 * An app's live log for the browser: the API's event stream, passed on with the line's time as its id, so that a browser that
 * comes back sees no line twice. Blocks its (virtual) thread; all streams are ended before the server waits for its requests.
 */
@Controller
class LogRelay implements SmartLifecycle {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int RECENT = 200;

  private final Sessions sessions;
  private final Set<Thread> open = ConcurrentHashMap.newKeySet();
  private volatile boolean running;

  LogRelay(Sessions sessions) {
    this.sessions = sessions;
  }

  @GetMapping("/ui/apps/{guid}/logs")
  void relay(@PathVariable String guid, @RequestHeader(name = "Last-Event-ID", defaultValue = "0") String lastId, HttpServletRequest request,
      HttpServletResponse response) throws IOException {
    UiSession session = UiSession.of(request);
    if (!session.openStream()) {
      response.sendError(429, "This browser follows too many logs at once: close some pages");
      return;
    }
    open.add(Thread.currentThread());
    try {
      response.setContentType("text/event-stream;charset=UTF-8");
      response.setHeader("X-Accel-Buffering", "no");
      copy(session.api(sessions), AppPage.checked(guid), number(lastId), response.getOutputStream());
    } finally {
      open.remove(Thread.currentThread());
      session.closeStream();
    }
  }

  private void copy(ApiClient api, String guid, long after, OutputStream out) {
    api.events("/v3/apps/" + guid + "/logs/stream?recent=" + RECENT, data -> {
      try {
        out.write((data.isEmpty() ? ":\n\n" : event(data, after)).getBytes(StandardCharsets.UTF_8));
        out.flush();
        return running;
      } catch (IOException browserIsGone) {
        return false;
      }
    });
  }

  private static String event(String data, long after) {
    long time = number(JSON.readTree(data).path("timestamp").asString(""));
    return time <= after ? "" : "id: " + time + "\ndata: " + data.replace("\n", "\ndata: ") + "\n\n";
  }

  private static long number(String text) {
    return text.matches("\\d{1,18}") || text.matches("[1-8]\\d{18}") ? Long.parseLong(text) : 0;
  }

  @Override
  public void start() {
    running = true;
  }

  @Override
  public void stop() {
    running = false;
    open.forEach(Thread::interrupt);
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /** Stopped before the web server begins to wait for running requests. */
  @Override
  public int getPhase() {
    return Integer.MAX_VALUE;
  }
}
