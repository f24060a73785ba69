// The app of the cf tests: shows what it was started with, logs each request, fails when told to.
//
//	PROBE_FAIL=1        exits at once with status 7
//	GET /               {"version", "index", "args", "host"}; VERSION names a version of the app
//	GET /env/NAME       value of a variable, 404 without it
//	GET /file?path=P    content of a file
//	GET /exit           ends with status 3
//	probe print WORDS   prints them and ends: for tasks and sidecars; `probe sleep` waits for a signal, `probe fail` ends with status 9
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"
)

func main() {
	args := os.Args[1:]
	switch {
	case os.Getenv("PROBE_FAIL") != "":
		fmt.Fprintln(os.Stderr, "probe: told to fail")
		os.Exit(7)
	case len(args) > 0 && args[0] == "print":
		fmt.Println(strings.Join(args[1:], " "))
		return
	case len(args) > 0 && args[0] == "fail":
		os.Exit(9)
	case len(args) > 0 && args[0] == "sleep":
		fmt.Println("probe sleeps")
		<-stopped()
		return
	}
	serve(args)
}

func stopped() chan os.Signal {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGTERM, syscall.SIGINT)
	return signals
}

func serve(args []string) {
	mux := http.NewServeMux()
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		fmt.Println("probe got", r.Method, r.URL.Path)
		w.Header().Set("X-App-Instance", os.Getenv("CF_INSTANCE_INDEX"))
		json.NewEncoder(w).Encode(map[string]any{"version": os.Getenv("VERSION"), "index": os.Getenv("CF_INSTANCE_INDEX"), "args": args,
			"host": r.Host, "path": r.URL.Path, "protocol": r.Proto})
	})
	mux.HandleFunc("/env/{name}", func(w http.ResponseWriter, r *http.Request) {
		value, set := os.LookupEnv(r.PathValue("name"))
		if !set {
			http.NotFound(w, r)
			return
		}
		fmt.Fprint(w, value)
	})
	mux.HandleFunc("/file", func(w http.ResponseWriter, r *http.Request) {
		content, err := os.ReadFile(r.URL.Query().Get("path"))
		if err != nil {
			http.Error(w, err.Error(), http.StatusNotFound)
			return
		}
		w.Write(content)
	})
	mux.HandleFunc("/exit", func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintln(w, "bye")
		go func() { time.Sleep(50 * time.Millisecond); os.Exit(3) }()
	})
	port := os.Getenv("PORT")
	if port == "" {
		port = "8080"
	}
	server := &http.Server{Addr: ":" + port, Handler: mux, ReadHeaderTimeout: 10 * time.Second}
	server.Protocols = new(http.Protocols)
	server.Protocols.SetHTTP1(true)
	server.Protocols.SetUnencryptedHTTP2(true)
	go func() {
		fmt.Println("probe listens on port", port)
		if err := server.ListenAndServe(); err != http.ErrServerClosed {
			fmt.Fprintln(os.Stderr, "probe:", err)
			os.Exit(1)
		}
	}()
	<-stopped()
	fmt.Println("probe stops")
	limit, cancel := context.WithTimeout(context.Background(), 8*time.Second)
	defer cancel()
	server.Shutdown(limit)
}
