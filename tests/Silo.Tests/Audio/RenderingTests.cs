using MusicGen.Contracts;
using MusicGen.Silo.Audio;

namespace MusicGen.Silo.Tests.Audio;

public sealed class RenderingTests
{
    private static readonly Problem Refused = new(ProblemKind.Failed, "audio-failed", "No.");

    private readonly TaskCompletionSource<Problem?> _outcome = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Wait_OneOfTwoLeaves_GoesOnForTheOther()
    {
        var rendering = Begin();
        using var leaves = new CancellationTokenSource();
        Assert.True(rendering.TryJoin());
        var left = rendering.WaitAsync(leaves.Token);
        var stays = rendering.WaitAsync(Token);

        await leaves.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);
        _outcome.SetResult(Refused);

        Assert.Equal(Refused, await stays);
    }

    [Fact]
    public async Task Wait_BothLeave_IsGivenUpAndNobodyCanJoin()
    {
        var rendering = Begin();
        using var leaves = new CancellationTokenSource();
        Assert.True(rendering.TryJoin());
        Task<Problem?>[] left = [rendering.WaitAsync(leaves.Token), rendering.WaitAsync(leaves.Token)];

        await leaves.CancelAsync();

        foreach (var one in left) await Assert.ThrowsAnyAsync<OperationCanceledException>(() => one);
        Assert.False(rendering.TryJoin());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => rendering.Ended);
    }

    [Fact]
    public async Task Stop_WhileSomebodyWaits_EndsIt()
    {
        var rendering = Begin();
        var waits = rendering.WaitAsync(Token);

        rendering.Stop();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waits);
        Assert.False(rendering.TryJoin());
    }

    [Fact]
    public async Task Join_WhatHasEnded_IsTooLate()
    {
        var rendering = Begin();
        _outcome.SetResult(null);
        await rendering.Ended;

        Assert.False(rendering.TryJoin());
        Assert.Null(await rendering.WaitAsync(Token));
    }

    private Rendering Begin() => new((_, stop) => _outcome.Task.WaitAsync(stop));
}
