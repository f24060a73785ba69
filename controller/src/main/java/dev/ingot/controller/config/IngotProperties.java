package dev.ingot.controller.config;

import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * `ingot.*` of controller.properties (docs/explanation/processes.md).
 *
 * @param grpcPort port of the cell and router streams on loopback; 0 = any free one
 * @param stateDir directory of packages, resources, registry, logs and git
 * @param systemDomain host name of the platform itself
 * @param appsDomain the shared domain apps get by default; created at start
 * @param externalUrl the platform's origin where no request tells it; no slash at the end
 * @param joinTokenFile file with the token that cells and router show; null = no cell can join
 * @param adminPasswordFile file with the first password of the user `admin`, read only while there is no such user
 * @param encryptionKeyFile file with the keys for secrets in the database, one a line: the first seals, all open; null = one made in stateDir
 */
@ConfigurationProperties("ingot")
public record IngotProperties(@DefaultValue("0") int grpcPort, Path stateDir, @DefaultValue("localhost") String systemDomain,
    @DefaultValue("apps.localhost") String appsDomain, @DefaultValue("http://localhost:8080") URI externalUrl, @Nullable Path joinTokenFile,
    @Nullable Path adminPasswordFile, @Nullable Path encryptionKeyFile) {}
