package dev.ingot.router.proxy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** An app on a loopback port: runs a script on every connection. */
public final class Backend implements AutoCloseable {
  private final ServerSocket server;
  private final Script script;
  private final AtomicInteger connections = new AtomicInteger();
  private final List<Wire.Message> requests = new CopyOnWriteArrayList<>();
  private final Set<Wire> open = ConcurrentHashMap.newKeySet();

  public Backend(Script script) {
    this(0, script);
  }

  public Backend(int port, Script script) {
    try {
      this.server = new ServerSocket(port, 500, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.script = script;
    Thread.ofVirtual().start(this::accept);
  }

  /** Reads requests in full and answers each the same way. */
  public static Backend answering(String response) {
    return new Backend((wire, request) -> wire.send(response));
  }

  /** Answers 200 with the given text. */
  public static Backend saying(String text) {
    return answering("HTTP/1.1 200 OK\r\nContent-Length: " + text.length() + "\r\n\r\n" + text);
  }

  public int port() {
    return server.getLocalPort();
  }

  public int connections() {
    return connections.get();
  }

  public List<Wire.Message> requests() {
    return requests;
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        connections.incrementAndGet();
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (Wire wire = new Wire(socket)) {
      open.add(wire);
      while (true) {
        Wire.Message head = wire.readHead();
        Wire.Message request = script.readsBody() ? head.with(wire.readBody(head)) : head;
        requests.add(request);
        script.answer(wire, request);
      }
    } catch (IOException | UncheckedIOException e) {
      // The other side ended the connection, as tests mean it to.
    }
  }

  /** Closes the port and every connection. */
  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    open.forEach(Wire::close);
  }

  /** What an app does with a request. */
  @FunctionalInterface
  public interface Script {
    void answer(Wire wire, Wire.Message request) throws IOException;

    default boolean readsBody() {
      return true;
    }

    /** A script that is given the head only and reads the body itself. */
    static Script ofHead(Script script) {
      return new Script() {
        @Override
        public void answer(Wire wire, Wire.Message request) throws IOException {
          script.answer(wire, request);
        }

        @Override
        public boolean readsBody() {
          return false;
        }
      };
    }
  }
}
