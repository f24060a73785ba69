package dev.ingot.router.proxy;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Raw HTTP/1.1 over a socket, for either side: reads and writes exactly the bytes a test means. */
public final class Wire implements AutoCloseable {
  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;

  public Wire(Socket socket) throws IOException {
    this.socket = socket;
    socket.setSoTimeout(20_000);
    socket.setTcpNoDelay(true);
    this.in = new BufferedInputStream(socket.getInputStream());
    this.out = socket.getOutputStream();
  }

  public static Wire to(int port) {
    try {
      Socket socket = new Socket();
      socket.connect(new InetSocketAddress("127.0.0.1", port), 5_000);
      return new Wire(socket);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Socket socket() {
    return socket;
  }

  public Wire send(String text) throws IOException {
    return send(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  public Wire send(byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
    return this;
  }

  /** A GET, answered in full. */
  public Message get(String host, String path, String... headers) throws IOException {
    send("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n" + lines(headers) + "\r\n");
    return read(false);
  }

  static String lines(String... headers) {
    StringBuilder text = new StringBuilder();
    for (String header : headers) {
      text.append(header).append("\r\n");
    }
    return text.toString();
  }

  /** Reads a message with its body; {@code bodyless} for the answer to HEAD. */
  public Message read(boolean bodyless) throws IOException {
    Message head = readHead();
    if (bodyless || head.first().contains(" 204 ") || head.first().contains(" 304 ") || head.first().startsWith("HTTP/1.1 1")) {
      return head;
    }
    return head.with(readBody(head));
  }

  /** Reads up to the empty line. */
  public Message readHead() throws IOException {
    String first = line();
    List<String> headers = new ArrayList<>();
    for (String next = line(); !next.isEmpty(); next = line()) {
      headers.add(next);
    }
    return new Message(first, headers, new byte[0]);
  }

  public byte[] readBody(Message head) throws IOException {
    if ("chunked".equalsIgnoreCase(head.header("Transfer-Encoding"))) {
      return chunks();
    }
    if (head.header("Content-Length") != null) {
      return bytes(Integer.parseInt(head.header("Content-Length")));
    }
    return head.first().startsWith("HTTP/") ? in.readAllBytes() : new byte[0];
  }

  public byte[] bytes(int count) throws IOException {
    byte[] body = in.readNBytes(count);
    if (body.length < count) {
      throw new EOFException("the body ended after " + body.length + " of " + count + " bytes");
    }
    return body;
  }

  /** The next byte, −1 at the end. */
  public int next() throws IOException {
    return in.read();
  }

  private byte[] chunks() throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (int size = size(); size > 0; size = size()) {
      body.write(bytes(size));
      line();
    }
    StringBuilder trailers = new StringBuilder();
    for (String trailer = line(); !trailer.isEmpty(); trailer = line()) {
      trailers.append("[trailer ").append(trailer).append(']');
    }
    body.write(trailers.toString().getBytes(StandardCharsets.ISO_8859_1));
    return body.toByteArray();
  }

  private int size() throws IOException {
    return Integer.parseInt(line().strip(), 16);
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new EOFException("the connection ended within a line: " + line);
      }
      line.write(b);
    }
    return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A request or response. */
  public record Message(String first, List<String> headers, byte[] body) {
    Message with(byte[] content) {
      return new Message(first, headers, content);
    }

    public int status() {
      return Integer.parseInt(first.split(" ")[1]);
    }

    public String text() {
      return new String(body, StandardCharsets.ISO_8859_1);
    }

    /** The only value of a header, null if there is none; several are an error. */
    public String header(String name) {
      List<String> values = headers.stream().filter(h -> h.regionMatches(true, 0, name + ":", 0, name.length() + 1)).toList();
      if (values.size() > 1) {
        throw new AssertionError("several " + name + ": " + values);
      }
      return values.isEmpty() ? null : values.getFirst().substring(name.length() + 1).strip();
    }
  }
}
