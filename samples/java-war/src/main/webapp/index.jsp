<%@ page contentType="text/plain; charset=UTF-8" session="false" %>served by <%= application.getServerInfo() %>
