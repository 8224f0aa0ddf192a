using System.Diagnostics;
using MusicGen.Music.Midi;
using MusicGen.Music.Scores;

namespace MusicGen.Music.Tests.Midi;

/// <summary>What is written opens in programs that share no code with this repository.</summary>
public sealed class OtherProgramsTests
{
    private const string Python = "/usr/bin/python3"; // Debian's own, which has Debian's packages
    private const string Soundfont = "/usr/share/sounds/sf2/TimGM6mb.sf2";
    private const int SampleRateHz = 8_000;

    /// <summary>Prints ticks a quarter, then each event with its position.</summary>
    private const string MidoScript =
        """
        import mido, sys
        midi = mido.MidiFile(sys.argv[1], clip=False)
        print(midi.ticks_per_beat)
        for track in midi.tracks:
            at = 0
            for message in track:
                at += message.time
                if message.type == 'note_on': print(at, 'on', message.channel, message.note, message.velocity)
                if message.type == 'note_off': print(at, 'off', message.channel, message.note)
                if message.type == 'program_change': print(at, 'program', message.channel, message.program)
                if message.type == 'set_tempo': print(at, 'tempo', message.tempo)
                if message.type == 'time_signature': print(at, 'meter', message.numerator, message.denominator)
                if message.type == 'key_signature': print(at, 'key', message.key)
                if message.type == 'text': print(at, 'text', message.text)
        """;

    private static readonly Score Piece = new(
        480,
        [
            new Track("Sax", 65, [new Note(Ticks.Zero, new Ticks(480), 60, 100, 0), new Note(new Ticks(480), new Ticks(480), 64, 90, 0)]),
            new Track("Drums", 0, [new Note(Ticks.Zero, new Ticks(120), 38, 127, 9)]),
        ],
        [new Tempo(Ticks.Zero, 400_000)],
        [new Meter(Ticks.Zero, 3, 4)],
        new Ticks(1440),
        "Waltz",
        [new KeySignature(Ticks.Zero, -3, true)],
        [new ChordSymbol(Ticks.Zero, 0, ChordQuality.Minor7)]);

    [Fact]
    public async Task Write_Score_IsReadByMidoAsItWasMeant()
    {
        if (!File.Exists(Python) || (await RunAsync(Python, "-c", "import mido")).Code != 0) Assert.Skip("mido is missing: install the package python3-mido.");
        using var file = new WrittenFile(MidiWriter.Write(Piece));

        var (code, output) = await RunAsync(Python, "-c", MidoScript, file.Path);

        Assert.Equal(0, code);
        Assert.Equal(
            [
                "480", "0 meter 3 4", "0 key Cm", "0 tempo 400000", "0 text chord: Cm7",
                "0 program 0 65", "0 on 0 60 100", "480 off 0 60", "480 on 0 64 90", "960 off 0 64",
                "0 program 9 0", "0 on 9 38 127", "120 off 9 38",
            ],
            output.TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task Write_Score_IsRenderedByFluidsynth()
    {
        if (!File.Exists("/usr/bin/fluidsynth") || !File.Exists(Soundfont))
            Assert.Skip("fluidsynth or its sounds are missing: install the packages fluidsynth and timgm6mb-soundfont.");
        using var file = new WrittenFile(MidiWriter.Write(Piece));
        var sound = file.Path + ".wav";

        var (code, output) = await RunAsync("/usr/bin/fluidsynth", "-ni", "-q", "-r", $"{SampleRateHz}", "-F", sound, Soundfont, file.Path);

        Assert.True(code == 0, output);
        var samples = (await File.ReadAllBytesAsync(sound, TestContext.Current.CancellationToken)).AsSpan(44); // after the header of a WAV file
        File.Delete(sound);
        const int bytesPerSecond = SampleRateHz * 2 * sizeof(short);
        Assert.InRange(samples.Length, 8 * bytesPerSecond / 10, 10 * bytesPerSecond); // two notes of 0.4 s each, and their echo
        Assert.True(samples.ContainsAnyExcept((byte)0, (byte)0xFF), "There is only silence.");
    }

    private static async Task<(int Code, string Output)> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, output);
    }

    /// <summary>A MIDI file that is removed with its test.</summary>
    private sealed class WrittenFile : IDisposable
    {
        public WrittenFile(byte[] content) => File.WriteAllBytes(Path, content);

        public string Path { get; } = System.IO.Path.Join(System.IO.Path.GetTempPath(), $"musicgen-{Guid.NewGuid():N}.mid");

        public void Dispose() => File.Delete(Path);
    }
}
