package dev.ingot.controller.federation;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** A port that is another one, as a router in front of the controller: the controller's own is known only once it runs. */
final class PortForward implements AutoCloseable {
  private final ServerSocket server;
  private final int target;

  PortForward(int port, int target) throws IOException {
    this.target = target;
    server = new ServerSocket(port, 50, InetAddress.getByName("localhost"));
    Thread.ofVirtual().start(this::accept);
  }

  private void accept() {
    try {
      while (true) {
        var client = server.accept();
        var there = new Socket("localhost", target);
        Thread.ofVirtual().start(() -> copy(client, there));
        Thread.ofVirtual().start(() -> copy(there, client));
      }
    } catch (IOException e) {
      // Closed: the test is over.
    }
  }

  private static void copy(Socket from, Socket to) {
    try (from; to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException e) {
      // One of both went away.
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
