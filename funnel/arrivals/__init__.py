"""Files on their way in: uploaded and waiting, read by a job of the server, or laid into the inbox folder."""
