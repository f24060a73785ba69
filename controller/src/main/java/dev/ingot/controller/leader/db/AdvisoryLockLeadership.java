package dev.ingot.controller.leader.db;

import dev.ingot.controller.leader.Leadership;
import dev.ingot.controller.leader.LeadershipChanged;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Leads while one connection of its own holds an advisory lock; PostgreSQL frees it when that connection ends, however it ends. Each
 * new leader raises the epoch in table `leadership`, which {@link #fence} compares: a leader that does not know yet that it lost the
 * lock cannot change anything.
 */
@Component
class AdvisoryLockLeadership implements Leadership, SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(AdvisoryLockLeadership.class);
  /** "ingot" in ASCII. */
  private static final long LOCK = 0x696e676f74L;
  private static final int ANSWER_SECONDS = 5;
  private static final long CHECK_MILLIS = 1000;

  private record Term(long epoch, Instant since) {}

  private final DataSource dataSource;
  private final JdbcClient jdbc;
  private final Clock clock;
  private final ApplicationEventPublisher events;
  private volatile @Nullable Term term;
  private volatile @Nullable Thread thread;
  private @Nullable Connection connection;

  AdvisoryLockLeadership(DataSource dataSource, JdbcClient jdbc, Clock clock, ApplicationEventPublisher events) {
    this.dataSource = dataSource;
    this.jdbc = jdbc;
    this.clock = clock;
    this.events = events;
  }

  @Override
  public boolean leads() {
    return term != null;
  }

  @Override
  public @Nullable Instant since() {
    Term current = term;
    return current == null ? null : current.since();
  }

  @Override
  public void fence() {
    Term current = term;
    if (current == null || jdbc.sql("select epoch from leadership where epoch = ? for share").param(current.epoch()).query(Long.class)
        .optional().isEmpty()) {
      throw new NotLeadingException();
    }
  }

  @Override
  public void start() {
    Thread started = Thread.ofVirtual().name("leadership").unstarted(this::run);
    thread = started;
    started.start();
  }

  @Override
  public void stop() {
    Thread running = thread;
    thread = null;
    if (running != null) {
      running.interrupt();
      try {
        running.join(java.time.Duration.ofSeconds(ANSWER_SECONDS));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public boolean isRunning() {
    return thread != null;
  }

  private void run() {
    while (isRunning()) {
      try {
        step();
        synchronized (this) {
          wait(CHECK_MILLIS);
        }
      } catch (InterruptedException e) {
        break;
      } catch (SQLException | RuntimeException e) {
        LOG.warn("cannot hold the leader lock in PostgreSQL, trying again: {}", e.toString());
        resign();
        pause();
      }
    }
    resign();
  }

  private synchronized void pause() {
    try {
      wait(CHECK_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void step() throws SQLException {
    if (term != null) {
      query("select 1");
      return;
    }
    if (connection == null) {
      connection = dataSource.getConnection();
      connection.setAutoCommit(true);
    }
    if (query("select case when pg_try_advisory_lock(" + LOCK + ") then 1 else 0 end") == 1) {
      Term won = new Term(query("update leadership set epoch = epoch + 1 returning epoch"), clock.instant());
      term = won;
      LOG.info("this controller leads (epoch {})", won.epoch());
      events.publishEvent(new LeadershipChanged(true));
    } else {
      // A waiting controller keeps no connection busy.
      close();
    }
  }

  private long query(String sql) throws SQLException {
    Connection open = connection;
    if (open == null) {
      throw new SQLException("the connection that holds the lock is closed");
    }
    try (PreparedStatement statement = open.prepareStatement(sql)) {
      statement.setQueryTimeout(ANSWER_SECONDS);
      try (ResultSet rows = statement.executeQuery()) {
        rows.next();
        return rows.getLong(1);
      }
    }
  }

  private void resign() {
    boolean led = term != null;
    term = null;
    close();
    if (led) {
      LOG.info("this controller leads no more");
      events.publishEvent(new LeadershipChanged(false));
    }
  }

  /** The pool must not hand this connection to others with the lock still in it. */
  private void close() {
    Connection open = connection;
    connection = null;
    if (open == null) {
      return;
    }
    try (open; var statement = open.createStatement()) {
      statement.setQueryTimeout(ANSWER_SECONDS);
      statement.execute("select pg_advisory_unlock_all()");
    } catch (SQLException e) {
      LOG.debug("the connection of the leader lock ended: {}", e.toString());
    }
  }
}
