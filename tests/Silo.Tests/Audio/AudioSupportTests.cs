using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using MusicGen.Contracts;
using MusicGen.Contracts.Sessions;
using MusicGen.Silo.Audio;

namespace MusicGen.Silo.Tests.Audio;

public sealed class AudioSupportTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("musicgen-synth-");

    [Fact]
    public async Task Find_NoFluidSynth_SaysWhatToInstall() => Assert.Equal(
        new Problem(
            ProblemKind.NotAvailable, "audio-not-available",
            "This service renders no audio: FluidSynth is not installed here. On Debian: apt-get install fluidsynth timgm6mb-soundfont; then start the service again. The tune's MIDI file is there."),
        await ProblemAsync(new FluidSynthPlaces($"/nowhere:{_folder.FullName}", []), new AudioOptions()));

    [Fact]
    public async Task Find_NoSoundFont_SaysWhatToInstall()
    {
        File.WriteAllText(Path.Join(_folder.FullName, "fluidsynth"), "");
        var other = Path.Join(_folder.FullName, "other.sf2");
        File.WriteAllText(other, "RIFF....WAVE");

        var problem = await ProblemAsync(new FluidSynthPlaces(_folder.FullName, ["/nowhere/sounds.sf2", other]), new AudioOptions());

        Assert.StartsWith("This service renders no audio: no SoundFont is installed here. On Debian: apt-get install timgm6mb-soundfont;", problem.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Find_NoRenderers_IsSwitchedOff() =>
        Assert.Contains("switched off here, with Audio:Renderers", (await ProblemAsync(FluidSynthPlaces.Usual, new AudioOptions { Renderers = 0 })).Detail, StringComparison.Ordinal);

    [Fact]
    public async Task Find_FluidSynthThatCannotBeStarted_SaysThatTheLogKnows()
    {
        await using var synth = await ScriptedFluidSynth.CreateAsync("");
        var broken = Path.Join(_folder.FullName, "fluidsynth");
        File.WriteAllText(broken, "not a program");

        var problem = await ProblemAsync(FluidSynthPlaces.Usual, new AudioOptions { Executable = broken, SoundFont = synth.Settings.SoundFont });

        Assert.Equal("This service renders no audio: FluidSynth does not run here; the operator's log says why. The tune's MIDI file is there.", problem.Detail);
    }

    [Fact]
    public async Task Find_FluidSynthThatHangs_IsGivenUp()
    {
        await using var synth = await ScriptedFluidSynth.CreateAsync("", formats: ScriptedFluidSynth.Hangs);
        var finding = synth.Support.FindAsync();
        var processes = await synth.StartedAsync();

        synth.Clock.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal((ProblemKind.Busy, "audio-busy"), await finding is { Problem: { } problem } ? (problem.Kind, problem.Code) : default);
        await ScriptedFluidSynth.GoneAsync(processes);
    }

    [Fact]
    public async Task Find_FluidSynthThatHungOnce_IsAskedAgain()
    {
        await using var synth = await ScriptedFluidSynth.CreateAsync("", formats: $"if [ -e \"$work/asked\" ]; then echo \"'oga','wav'\"; else touch \"$work/asked\"; {ScriptedFluidSynth.Hangs}; fi");
        var finding = synth.Support.FindAsync();
        await synth.StartedAsync();
        synth.Clock.Advance(TimeSpan.FromSeconds(10));
        Assert.False((await finding).Succeeded);

        var found = synth.Support.FindAsync();

        Assert.True((await found).Succeeded);
        Assert.Same(found, synth.Support.FindAsync());
    }

    [Fact]
    public async Task Find_Scripted_HasBothFormats()
    {
        await using var synth = await ScriptedFluidSynth.CreateAsync("");

        var found = await synth.Support.FindAsync();

        Assert.Equal((synth.Settings.Executable, synth.Settings.SoundFont), (found.Value?.Executable, found.Value?.SoundFont));
        Assert.Equal([AudioFormat.Wav, AudioFormat.Ogg], found.Value!.Formats);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static async Task<Problem> ProblemAsync(FluidSynthPlaces places, AudioOptions options)
    {
        var settings = Options.Create(options);
        var support = new AudioSupport(new FluidSynth(settings, TimeProvider.System), places, settings, NullLogger<AudioSupport>.Instance);
        return (await support.FindAsync()).Problem!;
    }
}
