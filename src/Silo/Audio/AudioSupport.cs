using System.ComponentModel;
using Microsoft.Extensions.Options;
using MusicGen.Contracts;

namespace MusicGen.Silo.Audio;

/// <summary>Finds out, once, whether this machine can render audio, and tells the log. Safe for concurrent use.</summary>
internal sealed partial class AudioSupport(FluidSynth fluidSynth, FluidSynthPlaces places, IOptions<AudioOptions> options, ILogger<AudioSupport> log)
{
    private readonly Lock _gate = new();
    private Task<Answer<Synthesizer>>? _found;

    /// <summary>What renders here, or the problem that says what to install; where FluidSynth did not answer, it is asked again the next time.</summary>
    public Task<Answer<Synthesizer>> FindAsync()
    {
        lock (_gate)
        {
            if (_found is { IsFaulted: true } or { IsCompletedSuccessfully: true, Result.Problem.Kind: ProblemKind.Busy }) _found = null;
            return _found ??= FindAsync(fluidSynth, places, options.Value, log);
        }
    }

    private static async Task<Answer<Synthesizer>> FindAsync(FluidSynth fluidSynth, FluidSynthPlaces places, AudioOptions options, ILogger log)
    {
        var answer = await AskAsync(fluidSynth, places, options, log);
        if (answer.Succeeded) LogFound(log, answer.Value.Executable, answer.Value.SoundFont, string.Join(", ", answer.Value.Formats.Select(AudioFormats.Name)), options.RenderersHere);
        else LogNone(log, answer.Problem.Detail);
        return answer;
    }

    private static async Task<Answer<Synthesizer>> AskAsync(FluidSynth fluidSynth, FluidSynthPlaces places, AudioOptions options, ILogger log)
    {
        if (options.RenderersHere == 0) return AudioProblems.SwitchedOff;
        if (places.FindExecutable(options) is not { } executable) return AudioProblems.NoFluidSynth;
        if (places.FindSoundFont(options) is not { } soundFont) return AudioProblems.NoSoundFont;
        try
        {
            return new Synthesizer(executable, soundFont, await fluidSynth.FormatsAsync(executable));
        }
        catch (Exception e) when (e is TimeoutException or IOException)
        {
            LogDoesNotRun(log, e, executable);
            return AudioProblems.DoesNotAnswer;
        }
        catch (Win32Exception e)
        {
            LogDoesNotRun(log, e, executable);
            return AudioProblems.DoesNotRun;
        }
    }

    [LoggerMessage(2100, LogLevel.Information, "renders audio with {Executable} and {SoundFont}: {Formats}, {Renderers} at once")]
    private static partial void LogFound(ILogger log, string executable, string soundFont, string formats, int renderers);

    [LoggerMessage(2101, LogLevel.Information, "{Reason}")]
    private static partial void LogNone(ILogger log, string reason);

    [LoggerMessage(2102, LogLevel.Warning, "{Executable} does not run")]
    private static partial void LogDoesNotRun(ILogger log, Exception e, string executable);
}
