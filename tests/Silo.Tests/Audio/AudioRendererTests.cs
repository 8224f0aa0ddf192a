using MusicGen.Contracts;
using MusicGen.Contracts.Sessions;
using MusicGen.Silo.Audio;

namespace MusicGen.Silo.Tests.Audio;

/// <summary>How renderings are shared, bounded and ended, with a script in FluidSynth's place.</summary>
public sealed class AudioRendererTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Render_Twice_IsRenderedOnceAndStaysInTheStore()
    {
        await using var synth = await ScriptedFluidSynth.CreateAsync(ScriptedFluidSynth.Renders);
        var tune = await synth.TuneAsync();

        var first = await synth.Renderer.RenderAsync(tune, Token);
        var stored = await synth.Store.FindAsync(tune.AudioKey, Token);
        var second = await synth.Renderer.RenderAsync(tune, Token);

        Assert.Equal((null, null, 1), (first, second, synth.Runs));
        Assert.Equal(44 + (3 * 8000 * 4), stored!.SizeBytes);
        Assert.Equal(stored, await synth.Store.FindAsync(tune.AudioKey, Token));
        Assert.Empty(synth.TemporaryFiles);
    }

    [Fact]
    public async Task Render_ManyAtOnce_IsRenderedOnce()
    {
        await using var synth = await ScriptedFluidSynth.CreateAsync(ScriptedFluidSynth.WaitsAndRenders, new AudioOptions { Renderers = 1, Waiting = 0 });
        var tune = await synth.TuneAsync();

        var rendering = Enumerable.Range(0, 8).Select(_ => synth.Renderer.RenderAsync(tune, Token)).ToArray();
        await synth.StartedAsync();
        var joined = Enumerable.Range(0, 8).Select(_ => synth.Renderer.RenderAsync(tune, Token)).ToArray();
        await synth.GoAsync();

        Assert.All(await Task.WhenAll([.. rendering, .. joined]), Assert.Null);
        Assert.Equal(1, synth.Runs);
    }

    [Fact]
    public async Task Render_TheLastLeaves_EndsTheProcessAndCanBeAskedAgain()
    {
        await using var synth = await ScriptedFluidSynth.CreateAsync($"if [ $(wc -l < \"$work/runs\") -gt 1 ]; then {ScriptedFluidSynth.Renders}; exit; fi; {ScriptedFluidSynth.Hangs}");
        var tune = await synth.TuneAsync();
        using var leaves = new CancellationTokenSource();
        var left = synth.Renderer.RenderAsync(tune, leaves.Token);
        var processes = await synth.StartedAsync();

        await leaves.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);
        var again = await synth.Renderer.RenderAsync(tune, Token);

        await ScriptedFluidSynth.GoneAsync(processes);
        Assert.Equal((null, 2), (again, synth.Runs));
        Assert.Equal(2, processes.Length);
    }

    [Fact]
    public async Task Render_TooSlow_IsEndedWithAllItsProcesses()
    {
        await using var synth = await ScriptedFluidSynth.CreateAsync(ScriptedFluidSynth.Hangs, new AudioOptions { TimeoutSeconds = 7 });
        var rendering = synth.Renderer.RenderAsync(await synth.TuneAsync(), Token);
        var processes = await synth.StartedAsync();

        synth.Clock.Advance(TimeSpan.FromSeconds(7));

        var problem = await rendering;
        Assert.Equal((ProblemKind.Failed, "audio-timeout"), (problem?.Kind, problem?.Code));
        Assert.Equal("The tune was not rendered in 7 s, and that was ended: try again when the service has less to do.", problem!.Detail);
        await ScriptedFluidSynth.GoneAsync(processes);
        Assert.Empty(synth.TemporaryFiles);
    }

    [Theory]
    [InlineData("echo 'no such thing in /etc' >&2; exit 3")]
    [InlineData("exit 0")]
    [InlineData("echo half > audio")]
    [InlineData("head -c 12000 \"$work/whole.wav\" > audio")]
    [InlineData("cp \"$work/whole.wav\" audio; echo 'Failed to load the SoundFont /sounds.sf2' >&2")]
    [InlineData("cp \"$work/whole.wav\" audio; echo \"Parameter 'x' not a SoundFont or MIDI file or error occurred identifying it.\" >&2")]
    [InlineData("kill -9 $$")]
    public async Task Render_ThatFails_SaysSoAndKeepsNothing(string body)
    {
        await using var synth = await ScriptedFluidSynth.CreateAsync(body);
        var tune = await synth.TuneAsync();

        var problem = await synth.Renderer.RenderAsync(tune, Token);

        Assert.Equal(new Problem(ProblemKind.Failed, "audio-failed", "The tune could not be rendered; the operator's log says why."), problem);
        Assert.Null(await synth.Store.FindAsync(tune.AudioKey, Token));
        Assert.Empty(synth.TemporaryFiles);
    }

    [Fact]
    public async Task Render_WritingWithoutEnd_IsEnded()
    {
        // Two seconds of tune and a minute of ringing are 1,984,000 bytes.
        await using var synth = await ScriptedFluidSynth.CreateAsync($"head -c 2000000 /dev/zero > audio; {ScriptedFluidSynth.Hangs}");
        var rendering = synth.Renderer.RenderAsync(await synth.TuneAsync(), Token);
        var processes = await synth.StartedAsync();

        while (!rendering.IsCompleted)
        {
            // The first look at the size may come behind the first step.
            synth.Clock.Advance(TimeSpan.FromMilliseconds(250));
            await Task.WhenAny(rendering, Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Token));
        }

        Assert.Equal("audio-failed", (await rendering)?.Code);
        await ScriptedFluidSynth.GoneAsync(processes);
        Assert.Empty(synth.TemporaryFiles);
    }

    [Fact]
    public async Task Render_MoreThanMayWait_IsBusyUntilOneHasEnded()
    {
        await using var synth = await ScriptedFluidSynth.CreateAsync(ScriptedFluidSynth.WaitsAndRenders, new AudioOptions { Renderers = 1, Waiting = 1 });
        var running = synth.Renderer.RenderAsync(await synth.TuneAsync(1), Token);
        await synth.StartedAsync();
        AudioRequest[] tunes = [await synth.TuneAsync(2), await synth.TuneAsync(3)];
        var more = tunes.Select(tune => synth.Renderer.RenderAsync(tune, Token)).ToArray();
        var refused = await Task.WhenAny(more);

        await synth.GoAsync();
        await running;
        var again = synth.Renderer.RenderAsync(tunes[Array.IndexOf(more, refused)], Token);
        for (var left = 0; left < 2; left++)
        {
            await synth.StartedAsync();
            await synth.GoAsync();
        }

        Assert.Equal(new Problem(ProblemKind.Busy, "audio-busy", "As many tunes wait to be rendered as may, 1: try again in a while."), await refused);
        Assert.Null(await again);
        Assert.Single(await Task.WhenAll(more), problem => problem is null);
        Assert.Equal(3, synth.Runs);
    }

    [Fact]
    public async Task Stopping_WhileOneRenders_EndsItAndTakesNoMore()
    {
        await using var synth = await ScriptedFluidSynth.CreateAsync(ScriptedFluidSynth.Hangs);
        var tune = await synth.TuneAsync();
        var rendering = synth.Renderer.RenderAsync(tune, Token);
        var processes = await synth.StartedAsync();

        await synth.Renderer.StoppingAsync(Token);

        var stopping = new Problem(ProblemKind.Busy, "audio-busy", "The service is stopping: ask again when it is back.");
        Assert.Equal(stopping, await rendering);
        Assert.Equal(stopping, await synth.Renderer.RenderAsync(tune, Token));
        await ScriptedFluidSynth.GoneAsync(processes);
        Assert.Empty(synth.TemporaryFiles);
    }

    [Fact]
    public async Task Start_WithFilesOfAServiceThatWasKilled_RemovesThem()
    {
        await using var synth = await ScriptedFluidSynth.CreateAsync(ScriptedFluidSynth.Renders);
        Directory.CreateDirectory(Path.Join(synth.Temporary, "old"));
        await File.WriteAllTextAsync(Path.Join(synth.Temporary, "old", "audio"), "half", Token);

        await synth.Renderer.StartAsync(Token);

        Assert.Empty(synth.TemporaryFiles);
    }

    [Fact]
    public async Task Render_TuneOverTheLongest_IsRefusedBeforeTheWork()
    {
        await using var synth = await ScriptedFluidSynth.CreateAsync(ScriptedFluidSynth.Renders, new AudioOptions { MostSeconds = 2 });

        var allowed = await synth.Renderer.RenderAsync(await synth.TuneAsync(1, seconds: 2), Token);
        var refused = await synth.Renderer.RenderAsync(await synth.TuneAsync(2, seconds: 2.6), Token);

        Assert.Null(allowed);
        Assert.Equal(new Problem(ProblemKind.Invalid, "audio-too-long", "The tune lasts 3 s, and tunes of at most 2 s are rendered: take its MIDI file.", "format"), refused);
        Assert.Equal(1, synth.Runs);
    }

    [Theory]
    [InlineData(0)] // full before
    [InlineData(1)] // of which the audio is too large
    public async Task Render_BeyondTheRoomOfItsOwner_IsRefusedAndKeepsNothing(int answers)
    {
        await using var synth = await ScriptedFluidSynth.CreateAsync(ScriptedFluidSynth.Renders);
        var (tune, full, asked) = (await synth.TuneAsync(), new Problem(ProblemKind.TooLarge, "storage-full", "Full."), 0);
        synth.Room = () => asked++ == answers ? full : null;

        var problem = await synth.Renderer.RenderAsync(tune, Token);

        Assert.Equal((full, answers), (problem, synth.Runs));
        Assert.Null(await synth.Store.FindAsync(tune.AudioKey, Token));
        Assert.Empty(synth.TemporaryFiles);
    }

    [Fact]
    public async Task Render_TuneThatIsDeletedMeanwhile_LeavesNoAudio()
    {
        await using var synth = await ScriptedFluidSynth.CreateAsync(ScriptedFluidSynth.WaitsAndRenders);
        var tune = await synth.TuneAsync();
        var rendering = synth.Renderer.RenderAsync(tune, Token);
        await synth.StartedAsync();

        await synth.Store.DeleteAsync(tune.MidiKey, cancellationToken: Token);
        await synth.GoAsync();

        Assert.Equal("file-not-found", (await rendering)?.Code);
        Assert.Null(await synth.Store.FindAsync(tune.AudioKey, Token));
    }

    [Fact]
    public async Task Render_FormatThatItCannotWrite_IsNotAvailable()
    {
        await using var synth = await ScriptedFluidSynth.CreateAsync(ScriptedFluidSynth.Renders, formats: "echo \"'wav','oga-of-another-kind'\"");

        var ogg = await synth.Renderer.RenderAsync(await synth.TuneAsync(format: AudioFormat.Ogg), Token);
        var wav = await synth.Renderer.RenderAsync(await synth.TuneAsync(), Token);

        Assert.Equal((ProblemKind.NotAvailable, "audio-not-available"), (ogg?.Kind, ogg?.Code));
        Assert.Equal("This service renders no ogg: the FluidSynth here writes wav only. The tune's MIDI file is there.", ogg!.Detail);
        Assert.Null(wav);
    }
}
