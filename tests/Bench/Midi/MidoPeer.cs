using System.Diagnostics;
using System.Globalization;
using MusicGen.Bench.Measuring;

namespace MusicGen.Bench.Midi;

/// <summary>The peer: Python's mido reads files and pairs their notes, on the same core.</summary>
internal static class MidoPeer
{
    /// <summary>Enough for a steady figure; mido takes minutes for a collection.</summary>
    private const double Seconds = 10;

    /// <summary>The clock is read around reading and pairing alone, so starting Python costs the peer nothing.</summary>
    private const string Script =
        """
        import io, sys, time
        import mido
        limit, spent, size, files = float(sys.argv[1]), 0.0, 0, 0
        for path in sys.stdin.read().split("\0"):
            with open(path, "rb") as file:
                data = file.read()
            start = time.perf_counter()
            try:
                for track in mido.MidiFile(file=io.BytesIO(data)).tracks:
                    tick, open_notes, notes = 0, {}, []
                    for message in track:
                        tick += message.time
                        if message.type == "note_on" and message.velocity > 0:
                            open_notes.setdefault((message.channel, message.note), []).append(tick)
                        elif message.type in ("note_on", "note_off"):
                            started = open_notes.get((message.channel, message.note))
                            if started:
                                notes.append((started.pop(0), tick, message.note))
            except Exception:
                pass
            spent, size, files = spent + time.perf_counter() - start, size + len(data), files + 1
            if spent > limit:
                break
        print(spent, size, files)
        """;

    /// <summary>One round over as many files as fit the time, taken evenly from all of them; null where mido is not installed.</summary>
    /// <exception cref="InvalidOperationException">It is installed and ends with an error.</exception>
    public static Figure? Measure(IReadOnlyList<MidiInput> inputs)
    {
        using var python = Start(["-c", Script, Seconds.ToString(CultureInfo.InvariantCulture)]);
        if (python is null) return null;
        // Every seventeenth, then the next ones: any prefix of this order is spread over the collection.
        const int stride = 17;
        var order = Enumerable.Range(0, stride).SelectMany(first => inputs.Where((_, index) => index % stride == first));
        python.StandardInput.Write(string.Join('\0', order.Select(input => input.Path)));
        python.StandardInput.Close();
        var answer = python.StandardOutput.ReadToEnd().Split(' ', StringSplitOptions.TrimEntries);
        python.WaitForExit();
        if (python.ExitCode != 0) throw new InvalidOperationException("The peer, Python with mido, ended with an error: --no-peer leaves it out.");
        return new Figure(
            "peer: mido reads and pairs", long.Parse(answer[1], CultureInfo.InvariantCulture), int.Parse(answer[2], CultureInfo.InvariantCulture),
            [double.Parse(answer[0], CultureInfo.InvariantCulture)]);
    }

    /// <summary>Debian's Python first: that is the one that Debian's mido belongs to.</summary>
    private static Process? Start(IReadOnlyList<string> arguments)
    {
        var python = new[] { "/usr/bin/python3", "python3" }.FirstOrDefault(HasMido);
        return python is null ? null : Process.Start(new ProcessStartInfo(python, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true });
    }

    private static bool HasMido(string python)
    {
        try
        {
            using var probe = Process.Start(new ProcessStartInfo(python, ["-c", "import mido"]) { RedirectStandardError = true })!;
            probe.WaitForExit();
            return probe.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
