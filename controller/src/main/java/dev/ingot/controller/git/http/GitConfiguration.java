package dev.ingot.controller.git.http;

import dev.ingot.controller.auth.Access;
import dev.ingot.controller.auth.Tokens;
import dev.ingot.controller.config.IngotProperties;
import dev.ingot.controller.git.GitLimits;
import dev.ingot.controller.git.GitRepositories;
import dev.ingot.controller.git.db.GitSpaces;
import dev.ingot.controller.log.LogStore;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.eclipse.jgit.http.server.GitServlet;

/** Puts git into the controller, with repositories below `<ingot.state-dir>/git`. */
@Configuration(proxyBeanMethods = false)
class GitConfiguration {
  @Bean
  GitDoor gitDoor(GitSpaces spaces, Access access, Tokens tokens, ObjectProvider<LogStore> logs, IngotProperties properties, Environment environment,
      Clock clock) {
    GitRepositories repositories = new GitRepositories(properties.stateDir().resolve("git"));
    OwnApi api = new OwnApi(tokens, environment, clock);
    return new GitDoor(spaces, access, repositories, new PushFactory(spaces, repositories, api, logs::getObject, GitLimits.defaults(), clock));
  }

  @Bean
  ServletRegistrationBean<GitServlet> gitServlet(GitDoor door) {
    GitServlet servlet = new GitServlet();
    servlet.setRepositoryResolver(door);
    servlet.setReceivePackFactory(door.pushes());
    ServletRegistrationBean<GitServlet> registration = new ServletRegistrationBean<>(servlet, "/git/*");
    registration.setName("git");
    return registration;
  }

  @Bean
  FilterRegistrationBean<GitLogin> gitLogin() {
    FilterRegistrationBean<GitLogin> registration = new FilterRegistrationBean<>(new GitLogin());
    registration.addUrlPatterns("/git/*");
    return registration;
  }
}
