// ask.go HOST:PORT QUERY: citations and snippets, over TCP.
// SPDX-License-Identifier: MIT
package main

import (
	"encoding/json"
	"fmt"
	"log"
	"net"
	"os"
)

type reply struct {
	Error *struct{ Message string }
	Hits  []struct {
		Citation string
		Snippet  []struct{ Text string }
	}
}

func main() {
	log.SetFlags(0)
	server, err := net.Dial("tcp", os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	var answer reply
	request := map[string]any{"cmd": "search", "query": os.Args[2], "limit": 3}
	if err := json.NewEncoder(server).Encode(request); err != nil { // with the line feed
		log.Fatal(err)
	}
	if err := json.NewDecoder(server).Decode(&answer); err != nil {
		log.Fatal(err)
	}
	if answer.Error != nil {
		log.Fatal(answer.Error.Message)
	}
	for _, hit := range answer.Hits {
		fmt.Printf("%s\n    ", hit.Citation)
		for _, piece := range hit.Snippet {
			fmt.Print(piece.Text)
		}
		fmt.Println()
	}
}
