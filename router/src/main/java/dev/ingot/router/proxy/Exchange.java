package dev.ingot.router.proxy;

import dev.ingot.router.balance.Balancer;
import dev.ingot.router.balance.Choice;
import dev.ingot.router.table.Endpoint;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One request and its response, from head to last byte, on one event loop. States: choosing a backend (dialling, maybe several times) →
 * waiting for the response's head → streaming → over; or an upgraded tunnel until either side closes.
 */
final class Exchange {
  /** An app server may close an idle connection at any moment; what cannot be repeated is not sent on one idle for longer than this. */
  private static final Duration FRESH = Duration.ofSeconds(1);
  private static final long CONTROLLER_RETRY_MILLIS = 150;

  private final FrontHandler front;
  private final HttpRequest request;
  private final Journal journal;
  private final Arrival arrival;
  private final boolean hasBody;
  private final boolean repeatable;
  private final Deque<HttpContent> waiting = new ArrayDeque<>(2);
  private final List<Endpoint> tried = new ArrayList<>(0);
  private @Nullable Target target;
  private @Nullable Destination destination;
  private Balancer.Wish wish = Balancer.Wish.NONE;
  private @Nullable Endpoint endpoint;
  private @Nullable BackendConnection backend;
  private @Nullable HttpResponse response;
  private int attempts;
  private boolean requestEnded;
  private boolean keepAlive;
  private boolean noReuse;
  private boolean over;
  private boolean tunnel;

  Exchange(FrontHandler front, HttpRequest request, Arrival arrival) {
    this.front = front;
    this.request = request;
    this.arrival = arrival;
    this.journal = new Journal(request, arrival);
    this.hasBody = RequestHeaders.hasBody(request);
    this.repeatable = RequestHeaders.repeatable(request);
    this.keepAlive = HttpUtil.isKeepAlive(request);
  }

  // ---- choosing a backend

  void begin() {
    target = Target.parse(request.method().name(), request.uri(), String.valueOf(request.headers().get(HttpHeaderNames.HOST)));
    if (target == null) {
      answer(Rejection.bad("the request target or the Host header is malformed"));
      return;
    }
    journal.target(target);
    if (hasBody) {
      clientReads(false);
    }
    destination = Destination.of(front.proxying(), target, request.headers());
    switch (destination) {
      case Destination.Refused refused -> answer(refused.rejection());
      case Destination.Controller controller -> attempt(front.proxying().platform().controller());
      case Destination.App app -> {
        journal.app(app.route());
        String header = app.route().balance().header();
        wish = new Balancer.Wish(Sticky.instance(request.headers()), header.isEmpty() ? null : request.headers().get(header));
        chooseEndpoint(app, null);
      }
    }
  }

  private void chooseEndpoint(Destination.App app, @Nullable String lastCause) {
    switch (front.proxying().balancer().choose(app.route(), tried, wish, System.nanoTime())) {
      case Choice.Chosen chosen -> attempt(chosen.endpoint());
      case Choice.Full full -> answer(new Rejection(503, "Connection Limit Reached", "all instances of this app serve as many requests as they may"));
      case Choice.Nobody nobody -> answer(lastCause == null
          ? new Rejection(503, "no_endpoints", "Requested route ('" + app.route().host() + app.route().path() + "') has no available endpoints.")
          : failure(lastCause));
    }
  }

  private void attempt(Endpoint next) {
    attempts++;
    endpoint = next;
    next.state().begin();
    journal.backend(next);
    BackendConnection idle = noReuse ? null : front.pool().poll(next, repeatable ? front.proxying().settings().backendIdle() : FRESH);
    if (idle != null) {
      use(idle);
    } else {
      front.pool().connect(next, noReuse, (connection, cause) -> onDialled(next, connection, cause));
    }
  }

  private void onDialled(Endpoint dialled, @Nullable BackendConnection connection, @Nullable Throwable cause) {
    if (connection == null) {
      onDialFailed(dialled, Causes.of(cause));
      return;
    }
    dialled.state().succeed();
    if (over) {
      connection.release();
    } else {
      use(connection);
      flushRequest();
    }
  }

  private void onDialFailed(Endpoint dialled, String cause) {
    boolean controller = destination instanceof Destination.Controller;
    if (!controller && front.proxying().balancer().fail(dialled, System.nanoTime())) {
      front.proxying().failures().failed(dialled, cause);
    }
    if (over) {
      return;
    }
    leaveEndpoint();
    if (controller) {
      awaitController();
    } else {
      tried.add(dialled);
      retryOrFail(cause);
    }
  }

  private void awaitController() {
    long waited = System.nanoTime() - arrival.nanos();
    if (waited > front.proxying().settings().controllerWait().toNanos()) {
      answer(new Rejection(503, "controller_unavailable",
          "the platform's controller does not answer; it may be restarting. Apps are served meanwhile. Try again in a few seconds."));
      return;
    }
    front.ctx().channel().eventLoop().schedule(() -> {
      if (!over) {
        attempt(front.proxying().platform().controller());
      }
    }, CONTROLLER_RETRY_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void retryOrFail(String cause) {
    if (attempts < front.proxying().settings().attempts() && destination instanceof Destination.App app) {
      chooseEndpoint(app, cause);
    } else {
      answer(failure(cause));
    }
  }

  private static Rejection failure(String cause) {
    return new Rejection(502, "endpoint_failure (" + cause + ")", "Registered endpoint failed to handle the request.");
  }

  // ---- the request's way

  private void use(BackendConnection connection) {
    backend = connection;
    connection.serve(this, request.method().equals(HttpMethod.HEAD));
    HttpHeaders headers = RequestHeaders.forBackend(
        request, Objects.requireNonNull(target), arrival, connection.endpoint(), destination instanceof Destination.Controller);
    journal.sent(headers);
    Channel channel = connection.channel();
    if (!hasBody) {
      channel.write(new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, request.method(), target.uri(), Unpooled.EMPTY_BUFFER, headers, EmptyHttpHeaders.INSTANCE));
      return;
    }
    channel.write(new DefaultHttpRequest(HttpVersion.HTTP_1_1, request.method(), target.uri(), headers));
    while (!waiting.isEmpty()) {
      channel.write(waiting.poll());
    }
    clientReads(requestEnded || channel.isWritable());
  }

  void onRequestContent(HttpContent content) {
    journal.in(content.content().readableBytes());
    requestEnded |= content instanceof LastHttpContent;
    if (!hasBody || over) {
      content.release();
    } else if (backend == null) {
      waiting.add(content);
    } else {
      backend.channel().write(content);
    }
    // Once all is read, reading on shows when the client goes away; a pipelined request stops it.
    clientReads(requestEnded || (backend != null && backend.channel().isWritable()));
  }

  void flushRequest() {
    if (backend != null) {
      backend.channel().flush();
    }
  }

  void backendWritable() {
    if (backend != null && !requestEnded) {
      clientReads(backend.channel().isWritable());
    }
  }

  void onBadRequestBody() {
    keepAlive = false;
    dropBackend();
    if (response == null) {
      answer(Rejection.bad("the request body is malformed"));
    } else {
      abort("malformed request body");
    }
  }

  // ---- the response's way

  void onResponse(HttpObject message) {
    if (message.decoderResult().isFailure()) {
      ReferenceCountUtil.release(message);
      onBackendGone(new IOException("malformed response"));
      return;
    }
    if (message instanceof HttpResponse head) {
      onResponseHead(head);
    }
    if (message instanceof HttpContent content) {
      onResponseContent(content);
    }
  }

  private void onResponseHead(HttpResponse head) {
    journal.answered(head.status().code());
    int status = head.status().code();
    if (status == 101) {
      response = head;
    } else if (status < 200) {
      forwardInterim(head);
    } else {
      response = head;
      boolean expectsMore = HttpUtil.is100ContinueExpected(request) && !requestEnded;
      boolean untilClose = ResponseHeaders.untilClose(request, head);
      boolean backendKeeps = HttpUtil.isKeepAlive(head) && !untilClose;
      // A copy: the decoder still frames the body by the headers as they came.
      HttpResponse copy = new DefaultHttpResponse(HttpVersion.HTTP_1_1, head.status(), head.headers().copy());
      boolean mustClose = ResponseHeaders.toClient(request, copy, arrival.requestId());
      if (destination instanceof Destination.App app && endpoint != null) {
        Sticky.answer(copy.headers(), wish.instance(), app.route(), endpoint);
      }
      keepAlive &= !mustClose && !expectsMore && !front.draining();
      noReuse = !backendKeeps;
      connectionHeader(copy.headers());
      front.ctx().write(copy);
    }
  }

  private void forwardInterim(HttpResponse head) {
    if (request.protocolVersion().minorVersion() > 0) {
      HttpHeaders headers = head.headers();
      RequestHeaders.removeHopByHop(headers);
      front.ctx().writeAndFlush(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, head.status(), Unpooled.EMPTY_BUFFER, headers, EmptyHttpHeaders.INSTANCE));
    }
  }

  private void onResponseContent(HttpContent content) {
    HttpResponse head = response;
    if (head == null) {
      content.release();
      return;
    }
    if (head.status().code() == 101) {
      content.release();
      upgrade(head);
      return;
    }
    journal.out(content.content().readableBytes());
    boolean last = content instanceof LastHttpContent;
    Channel client = front.ctx().channel();
    front.ctx().write(content);
    if (last) {
      finish();
    } else if (!client.isWritable() && backend != null) {
      backend.channel().config().setAutoRead(false);
    }
  }

  void flushResponse() {
    front.ctx().flush();
  }

  void clientWritable() {
    if (backend != null && !tunnel) {
      backend.channel().config().setAutoRead(front.ctx().channel().isWritable());
    }
  }

  private void connectionHeader(HttpHeaders headers) {
    if (!keepAlive) {
      headers.set(HttpHeaderNames.CONNECTION, "close");
    } else if (request.protocolVersion().minorVersion() == 0) {
      headers.set(HttpHeaderNames.CONNECTION, "keep-alive");
    }
  }

  private void upgrade(HttpResponse head) {
    String protocol = RequestHeaders.upgrade(request);
    BackendConnection connection = backend;
    if (protocol == null || connection == null || !requestEnded) {
      response = null;
      onBackendGone(new IOException("upgrade nobody asked for"));
      return;
    }
    tunnel = true;
    String agreed = head.headers().get(HttpHeaderNames.UPGRADE, protocol);
    RequestHeaders.removeHopByHop(head.headers());
    head.headers().set(HttpHeaderNames.CONNECTION, "Upgrade").set(HttpHeaderNames.UPGRADE, agreed);
    if (!head.headers().contains("X-Vcap-Request-Id")) {
      head.headers().set("X-Vcap-Request-Id", arrival.requestId());
    }
    Channel client = front.ctx().channel();
    front.ctx().writeAndFlush(new DefaultFullHttpResponse(
        HttpVersion.HTTP_1_1, head.status(), Unpooled.EMPTY_BUFFER, head.headers(), EmptyHttpHeaders.INSTANCE));
    backend = null;
    Tunnel toBackend = new Tunnel(connection.channel(), journal::in, this::closeTunnel);
    Tunnel toClient = new Tunnel(client, journal::out, this::closeTunnel);
    front.becomeTunnel(toBackend);
    connection.becomeTunnel(toClient);
    front.handOver();
    connection.handOver();
    connection.channel().flush();
    client.flush();
  }

  private void closeTunnel() {
    if (!over) {
      over = true;
      leaveEndpoint();
      journal.write(front.proxying().access());
    }
  }

  // ---- ends

  /** The response is out. */
  private void finish() {
    BackendConnection connection = backend;
    backend = null;
    over = true;
    leaveEndpoint();
    if (connection != null) {
      if (noReuse || !requestEnded) {
        connection.abandon();
      } else {
        connection.release();
      }
    }
    dropWaiting();
    journal.write(front.proxying().access());
    front.exchangeEnded(keepAlive, requestEnded);
  }

  void onBackendGone(@Nullable Throwable failure) {
    BackendConnection connection = backend;
    dropBackend();
    if (over || connection == null) {
      return;
    }
    leaveEndpoint();
    String cause = Causes.of(failure);
    if (response != null) {
      abort(cause);
    } else if (!repeatable) {
      answer(failure(cause));
    } else if (destination instanceof Destination.Controller) {
      noReuse = true;
      awaitController();
    } else {
      // A reused connection may simply have been too old; a fresh one that ends is the endpoint's fault.
      if (!connection.reused()) {
        tried.add(connection.endpoint());
      }
      noReuse = true;
      retryOrFail(cause);
    }
  }

  void onClientGone() {
    if (over || tunnel) {
      return;
    }
    over = true;
    dropBackend();
    leaveEndpoint();
    dropWaiting();
    journal.failed(499, null);
    journal.write(front.proxying().access());
  }

  void onTimeout() {
    dropBackend();
    if (response == null) {
      answer(failure("timed out after " + front.proxying().settings().request().toSeconds() + " s"));
    } else {
      abort("timed out");
    }
  }

  /** Answers for a backend that does not. */
  private void answer(Rejection why) {
    over = true;
    dropBackend();
    leaveEndpoint();
    dropWaiting();
    FullHttpResponse answer = Answers.of(why, arrival.requestId());
    keepAlive &= !front.draining() && (requestEnded || !HttpUtil.is100ContinueExpected(request)) && why.status() != 400;
    connectionHeader(answer.headers());
    journal.failed(why.status(), why.routerError());
    journal.out(request.method().equals(HttpMethod.HEAD) ? 0 : answer.content().readableBytes());
    journal.write(front.proxying().access());
    front.ctx().write(answer);
    // A request without a body ends with its head: what the decoder still hands over is empty.
    front.exchangeEnded(keepAlive, requestEnded);
  }

  /** The response broke off in the middle: only the end of the connection can say so. */
  private void abort(String cause) {
    over = true;
    dropBackend();
    leaveEndpoint();
    dropWaiting();
    journal.broken("endpoint_failure (" + cause + ")");
    journal.write(front.proxying().access());
    Channel client = front.ctx().channel();
    client.config().setOption(ChannelOption.SO_LINGER, 0);
    client.close();
  }

  private void leaveEndpoint() {
    if (endpoint != null) {
      endpoint.state().end();
      endpoint = null;
    }
  }

  private void dropBackend() {
    if (backend != null) {
      backend.abandon();
      backend = null;
    }
  }

  private void dropWaiting() {
    while (!waiting.isEmpty()) {
      waiting.poll().release();
    }
  }

  private void clientReads(boolean on) {
    front.ctx().channel().config().setAutoRead(on);
  }
}
