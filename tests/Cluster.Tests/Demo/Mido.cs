using System.Diagnostics;
using System.Text.Json;

namespace MusicGen.Cluster.Tests.Demo;

/// <summary>A MIDI file as python3-mido reads it, a reader that shares no code with this repository. Source: https://mido.readthedocs.io</summary>
/// <param name="Notes">Note-ons with a velocity.</param>
/// <param name="Hanging">Notes that nothing ends.</param>
/// <param name="Orphans">Note-offs that end nothing.</param>
internal sealed record Mido(int Notes, int Hanging, int Orphans)
{
    private const string Python = "/usr/bin/python3";

    private const string Script = """
        import collections, json, sys
        import mido
        notes = orphans = 0
        sounding = collections.Counter()
        # clip=False: a data byte out of range is an error.
        for track in mido.MidiFile(sys.argv[1], clip=False).tracks:
            for message in track:
                if message.type not in ('note_on', 'note_off'):
                    continue
                key = (message.channel, message.note)
                if message.type == 'note_on' and message.velocity > 0:
                    notes += 1
                    sounding[key] += 1
                elif sounding[key] > 0:
                    sounding[key] -= 1
                else:
                    orphans += 1
        print(json.dumps({'Notes': notes, 'Hanging': sum(sounding.values()), 'Orphans': orphans}))
        """;

    /// <summary>Skips the test where mido is absent.</summary>
    public static async Task RequireAsync()
    {
        if (!File.Exists(Python) || (await RunAsync("import mido")).Code != 0) Assert.Skip("mido is missing: install the package python3-mido.");
    }

    public static async Task<Mido> ReadAsync(string file)
    {
        var (code, output, errors) = await RunAsync(Script, file);
        Assert.True(code == 0, errors);
        return JsonSerializer.Deserialize<Mido>(output)!;
    }

    private static async Task<(int Code, string Output, string Errors)> RunAsync(string script, params string[] arguments)
    {
        var start = new ProcessStartInfo(Python, ["-c", script, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var python = Process.Start(start)!;
        var errors = python.StandardError.ReadToEndAsync(Patience.Token);
        var output = await python.StandardOutput.ReadToEndAsync(Patience.Token);
        await python.WaitForExitAsync(Patience.Token);
        return (python.ExitCode, output, await errors);
    }
}
