using System.Globalization;
using Microsoft.Extensions.Options;
using MusicGen.Contracts.Sessions;

namespace MusicGen.Silo.Audio;

/// <summary>Calls FluidSynth: a process for each tune, on one core.</summary>
/// <remarks>
/// The same MIDI gives the same wav, byte for byte, with one version of FluidSynth and one SoundFont. In Ogg the stream's serial number is drawn anew each time.
/// </remarks>
internal sealed class FluidSynth(IOptions<AudioOptions> options, TimeProvider clock)
{
    /// <summary>With it five pieces for band and a jazz solo had their peaks at 0.2 to 1.0 of full scale. FluidSynth's own 0.2 leaves room that nobody needs here.</summary>
    private const string Gain = "0.6";

    /// <summary>16 bits, left and right.</summary>
    private const int FrameBytes = 4;

    /// <summary>How long a tune may sound on behind its end: mostly three seconds, but pads and bells of some SoundFonts ring for twelve.</summary>
    private const int MostTailSeconds = 60;

    private static readonly TimeSpan ProbeTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan SizeCheckInterval = TimeSpan.FromMilliseconds(250);

    /// <summary>What FluidSynth says (2.3, src/fluidsynth.c) when it goes on without the sounds that it was given.</summary>
    private static readonly string[] SoundsLost = ["Failed to load the SoundFont", "not a SoundFont or MIDI file"];

    private readonly AudioOptions _options = options.Value;

    /// <summary>Asks FluidSynth what it can write, which depends on the libsndfile that it was built with.</summary>
    /// <exception cref="System.ComponentModel.Win32Exception">It cannot be started.</exception>
    /// <exception cref="TimeoutException">It said nothing for ten seconds.</exception>
    public async Task<IReadOnlyList<AudioFormat>> FormatsAsync(string executable)
    {
        using var timeout = new CancellationTokenSource(ProbeTimeout, clock);
        try
        {
            var end = await RendererProcess.RunAsync(executable, ["-T", "help"], Path.GetTempPath(), timeout.Token);
            return [.. AudioFormats.All.Where(format => end.Output.Contains($"'{format.FileType()}'", StringComparison.Ordinal))];
        }
        catch (OperationCanceledException e)
        {
            throw new TimeoutException($"{executable} said nothing for {ProbeTimeout.TotalSeconds:N0} s.", e);
        }
    }

    /// <summary>Renders the folder's tune beside it.</summary>
    /// <param name="synthesizer">What renders.</param>
    /// <param name="folder">Has the MIDI file.</param>
    /// <param name="format">What to write.</param>
    /// <param name="seconds">How long the tune lasts; the audio is no longer than this and a minute.</param>
    /// <param name="cancellationToken">Ends the rendering.</param>
    /// <exception cref="System.ComponentModel.Win32Exception">FluidSynth cannot be started.</exception>
    /// <exception cref="TimeoutException">It took longer than allowed and was ended.</exception>
    /// <exception cref="RenderingFailedException">It failed, or what it wrote is not the whole tune.</exception>
    public async Task RenderAsync(Synthesizer synthesizer, RenderFolder folder, AudioFormat format, double seconds, CancellationToken cancellationToken)
    {
        var mostBytes = (long)(Math.Ceiling(seconds) + MostTailSeconds) * _options.SampleRateHz * FrameBytes;
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(_options.TimeoutSeconds), clock);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            var running = RendererProcess.RunAsync(synthesizer.Executable, Arguments(synthesizer, folder, format), folder.Path, stop.Token);
            while (await Task.WhenAny(running, Task.Delay(SizeCheckInterval, clock, CancellationToken.None)) != running)
            {
                if (folder.AudioBytes > mostBytes) await stop.CancelAsync();
            }
            Check(await running, folder, format, seconds);
        }
        catch (OperationCanceledException e) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"It took longer than {_options.TimeoutSeconds} s.", e);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new RenderingFailedException($"It wrote more than {mostBytes:N0} bytes for {seconds:N1} s.");
        }
    }

    private string[] Arguments(Synthesizer synthesizer, RenderFolder folder, AudioFormat format) =>
    [
        "-n", "-i", "-q",                         // no MIDI input, no shell, no greeting
        "-f", "/dev/null",                        // no configuration of the user's or the system's
        "-o", "synth.cpu-cores=1", "-o", "synth.lock-memory=0",
        "-g", Gain, "-r", _options.SampleRateHz.ToString(CultureInfo.InvariantCulture),
        "-T", format.FileType(), "-O", "s16",     // in Ogg it is Vorbis whatever this says
        "-F", Path.GetFileName(folder.Audio), synthesizer.SoundFont, Path.GetFileName(folder.Midi),
    ];

    /// <summary>FluidSynth's exit code is 0 also where it had no sounds or could not write, so its words and its work are looked at.</summary>
    private void Check(ProcessEnd end, RenderFolder folder, AudioFormat format, double seconds)
    {
        if (end.ExitCode != 0) throw new RenderingFailedException($"It ended with {end.ExitCode}: {end.Errors}");
        if (SoundsLost.Any(words => end.Errors.Contains(words, StringComparison.Ordinal))) throw new RenderingFailedException($"It had no sounds: {end.Errors}");
        if (!File.Exists(folder.Audio)) throw new RenderingFailedException($"It wrote nothing: {end.Errors}");
        using var file = File.OpenRead(folder.Audio);
        var written = RenderedAudio.FramesOf(file, format) / (double)_options.SampleRateHz;
        if (!(written >= Math.Floor(seconds) && written <= Math.Ceiling(seconds) + MostTailSeconds))
            throw new RenderingFailedException($"It wrote {written?.ToString("N1", CultureInfo.InvariantCulture) ?? "no"} s of {seconds:N1} s: {end.Errors}");
    }
}
