using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using MusicGen.Contracts;
using MusicGen.Contracts.Sessions;
using MusicGen.Grains.Accounts;
using MusicGen.Silo.Accounts;
using MusicGen.Silo.Audio;
using MusicGen.Silo.Hosting;
using MusicGen.Silo.Tests.Accounts;
using MusicGen.Storage.Local;
using MusicGen.Tests.Corpora;

namespace MusicGen.Silo.Tests.Audio;

/// <summary>A renderer over an empty store, with a shell script in FluidSynth's place: it can hang, fail and count.</summary>
internal sealed class ScriptedFluidSynth : IAsyncDisposable
{
    /// <summary>Renders the tune.</summary>
    public const string Renders = "cp \"$work/whole.wav\" audio";

    /// <summary>Says that it and a process of its own are there, and goes on for ever.</summary>
    public const string Hangs = "sleep 10000 & echo $$ $! > \"$work/started\"; wait";

    /// <summary>Says that it is there, and renders the tune when it is let.</summary>
    public const string WaitsAndRenders = "echo $$ > \"$work/started\"; read go < \"$work/go\"; " + Renders;

    private const int SampleRateHz = 8000;
    private const int TuneSeconds = 2;

    /// <summary>Against hanging only: nothing is measured by it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _work = Directory.CreateTempSubdirectory("musicgen-audio-");

    private ScriptedFluidSynth(AudioOptions options)
    {
        options.Executable = Path.Join(_work.FullName, "synth");
        options.SoundFont = Path.Join(_work.FullName, "sounds.sf2");
        options.SampleRateHz = SampleRateHz;
        File.WriteAllBytes(options.SoundFont, [.. "RIFF"u8, 4, 0, 0, 0, .. "sfbk"u8]);
        File.WriteAllBytes(Path.Join(_work.FullName, "whole.wav"), Wave(TuneSeconds + 1));
        Settings = options;
        Store = new LocalBlobStore(Path.Join(_work.FullName, "data"));
        var synth = new FluidSynth(Options.Create(options), Clock);
        Support = new AudioSupport(synth, FluidSynthPlaces.Usual, Options.Create(options), NullLogger<AudioSupport>.Instance);
        var folders = new RenderFolders(new ScratchFolder(Path.Join(_work.FullName, "data")));
        Renderer = new AudioRenderer(Support, synth, folders, Store, RoomOf(() => Room()), Options.Create(options), NullLogger<AudioRenderer>.Instance);
    }

    public AudioOptions Settings { get; }

    public LocalBlobStore Store { get; }

    public AudioSupport Support { get; }

    public AudioRenderer Renderer { get; }

    public FakeTimeProvider Clock { get; } = new();

    /// <summary>What the owner's account says each time when it is asked for room.</summary>
    public Func<Problem?> Room { get; set; } = () => null;

    /// <summary>Where renderings have their files.</summary>
    public string Temporary => Path.Join(_work.FullName, "data", ".audio");

    public IEnumerable<string> TemporaryFiles => Directory.Exists(Temporary) ? Directory.EnumerateFileSystemEntries(Temporary, "*", SearchOption.AllDirectories) : [];

    /// <summary>How often the script was asked to render.</summary>
    public int Runs => File.Exists(Path.Join(_work.FullName, "runs")) ? File.ReadAllLines(Path.Join(_work.FullName, "runs")).Length : 0;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <param name="body">What the script does when it is asked to render, in its rendering's folder.</param>
    /// <param name="options">All but the program, its sounds and the sample rate.</param>
    /// <param name="formats">What it says that it can write.</param>
    public static async Task<ScriptedFluidSynth> CreateAsync(string body, AudioOptions? options = null, string formats = "echo \"'oga','wav'\"")
    {
        var scripted = new ScriptedFluidSynth(options ?? new AudioOptions());
        var script = $"""
            #!/bin/sh
            work='{scripted._work.FullName}'
            if [ "$1" = -T ]; then {formats}; exit; fi
            echo $$ >> "$work/runs"
            {body}

            """;
        // Written by another process: one that this process starts meanwhile would keep the file open for writing, and nobody could run it.
        using var shell = Process.Start(new ProcessStartInfo("sh", ["-c", "cat > synth && chmod +x synth && mkfifo started go"]) { WorkingDirectory = scripted._work.FullName, RedirectStandardInput = true })!;
        await shell.StandardInput.WriteAsync(script);
        shell.StandardInput.Close();
        await shell.WaitForExitAsync(Token);
        Assert.Equal(0, shell.ExitCode);
        return scripted;
    }

    /// <summary>A finished tune of that number; its MIDI file is in the store.</summary>
    public async Task<AudioRequest> TuneAsync(int number = 1, double seconds = TuneSeconds, AudioFormat format = AudioFormat.Wav)
    {
        var request = new AudioRequest("local", $"tunes/local/s/{number}.mid", $"tunes/local/s/{number}.{format.Name()}", seconds, format);
        await Store.PutAsync(request.MidiKey, MidiFiles.Melody(60, 62, 64, 65), cancellationToken: Token);
        return request;
    }

    /// <summary>The ids of the processes that the next script to begin speaks of.</summary>
    public async Task<int[]> StartedAsync()
    {
        // Opening a pipe waits for who writes to it.
        var said = await Task.Run(() => File.ReadAllText(Path.Join(_work.FullName, "started")), Token).WaitAsync(Patience, Token);
        return [.. said.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(id => int.Parse(id, CultureInfo.InvariantCulture))];
    }

    /// <summary>Lets a script that waits go on.</summary>
    public Task GoAsync() => Task.Run(() => File.WriteAllText(Path.Join(_work.FullName, "go"), "go\n"), Token).WaitAsync(Patience, Token);

    /// <summary>Waits until none of the processes runs.</summary>
    public static async Task GoneAsync(IEnumerable<int> processes)
    {
        Assert.NotEmpty(processes);
        using var patience = new CancellationTokenSource(Patience);
        foreach (var id in processes)
        {
            while (IsRunning(id)) await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, patience.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Renderer.DisposeAsync();
        _work.Delete(recursive: true);
    }

    /// <summary>A wav without a sound.</summary>
    public static byte[] Wave(int seconds)
    {
        var wave = new byte[44 + (seconds * SampleRateHz * 4)];
        byte[] head = [.. "RIFF    WAVEfmt "u8, 16, 0, 0, 0, 1, 0, 2, 0, 0x40, 0x1f, 0, 0, 0, 0x7d, 0, 0, 4, 0, 16, 0, .. "data"u8];
        head.CopyTo(wave, 0);
        BinaryPrimitives.WriteInt32LittleEndian(wave.AsSpan(4), wave.Length - 8);
        BinaryPrimitives.WriteInt32LittleEndian(wave.AsSpan(40), wave.Length - 44);
        return wave;
    }

    private static OwnersRoom RoomOf(Func<Problem?> answer)
    {
        var account = AnsweredCalls.Of<IAccountGrain>(_ => Task.FromResult(answer()));
        return new OwnersRoom(AnsweredCalls.Of<IGrainFactory>(_ => account), Options.Create(new LimitsOptions { StoredMegabytes = 1 }));
    }

    /// <summary>One that has ended but that nobody has asked about is in state Z (proc(5)).</summary>
    private static bool IsRunning(int id)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/stat").Split(") ")[^1][0] != 'Z';
        }
        catch (IOException)
        {
            return false;
        }
    }
}
