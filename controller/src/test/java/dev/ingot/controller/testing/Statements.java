package dev.ingot.controller.testing;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import javax.sql.DataSource;
import org.slf4j.MDC;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** The SQL statements of single requests: those whose `X-Vcap-Request-Id` begins with `count-`, told apart by the id in their log context. */
public final class Statements {
  private static final ConcurrentMap<String, Queue<String>> BY_REQUEST = new ConcurrentHashMap<>();

  private Statements() {}

  /** What the requests with this id asked the database. Each id is to be used once. */
  public static List<String> of(String id) {
    return List.copyOf(BY_REQUEST.getOrDefault(id, new ConcurrentLinkedQueue<>()));
  }

  /** Wraps the data source of a controller that is about to start. */
  static void count(ConfigurableApplicationContext context) {
    context.getBeanFactory().addBeanPostProcessor(new BeanPostProcessor() {
      @Override
      public Object postProcessAfterInitialization(Object bean, String name) {
        return bean instanceof DataSource source && !(bean instanceof Counting) ? new Counting(source) : bean;
      }
    });
  }

  private static final class Counting extends DelegatingDataSource {
    Counting(DataSource target) {
      super(target);
    }

    @Override
    public Connection getConnection() throws SQLException {
      Connection connection = super.getConnection();
      InvocationHandler counter = (proxy, method, arguments) -> {
        if (method.getName().equals("prepareStatement")) {
          note((String) arguments[0]);
        }
        try {
          return method.invoke(connection, arguments);
        } catch (InvocationTargetException e) {
          throw e.getCause();
        }
      };
      return (Connection) Proxy.newProxyInstance(Statements.class.getClassLoader(), new Class<?>[] {Connection.class}, counter);
    }

    private static void note(String sql) {
      String request = MDC.get("request");
      if (request != null && request.startsWith("count-")) {
        BY_REQUEST.computeIfAbsent(request.substring(0, request.indexOf("::")), id -> new ConcurrentLinkedQueue<>()).add(sql);
      }
    }
  }
}
