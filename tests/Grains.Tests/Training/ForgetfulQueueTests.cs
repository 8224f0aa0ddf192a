using Microsoft.Extensions.DependencyInjection;
using MusicGen.Contracts.Training;
using MusicGen.Grains.Training;

namespace MusicGen.Grains.Tests.Training;

/// <summary>A session waits, and its queue does not hear of it at first.</summary>
public sealed class ForgetfulQueueTests(ForgetfulQueueTests.DeafCluster cluster) : IClassFixture<ForgetfulQueueTests.DeafCluster>
{
    [Fact]
    public async Task WorkerExited_WhileTheQueueCannotBeReached_IsToldUntilTheQueueHears()
    {
        var training = await PlayedTraining.RunningAsync(cluster);
        cluster.Deaf.Refusals = 2;

        await Assert.ThrowsAsync<IOException>(() => training.DieAsync(1));

        Assert.Equal(TrainingPhase.Recovering, (await training.GetAsync()).Phase);
        Assert.Equal(1, cluster.Deaf.Refusals);
        await Eventually.IsAsync(() => Task.FromResult(cluster.Deaf.Heard == 1));
        Assert.True(await training.WaitsAsync());
        await training.DieAsync(1); // the node insists; it counts once
        Assert.Equal(1, (await training.GetAsync()).Retries);
    }

    /// <summary>A cluster whose queue fails as often as it is told to when a session comes back.</summary>
    public sealed class DeafCluster : GrainCluster
    {
        public DeafEar Deaf { get; } = new();

        protected override void Configure(IServiceCollection services) => services.AddSingleton<IIncomingGrainCallFilter>(_ => Deaf);
    }

    public sealed class DeafEar : IIncomingGrainCallFilter
    {
        private int _refusals;
        private int _heard;

        /// <summary>How often it will fail.</summary>
        public int Refusals
        {
            get => Volatile.Read(ref _refusals);
            set => Volatile.Write(ref _refusals, value);
        }

        /// <summary>How often it has heard that a session comes back.</summary>
        public int Heard => Volatile.Read(ref _heard);

        public async Task Invoke(IIncomingGrainCallContext context)
        {
            var comesBack = context.ImplementationMethod.Name == nameof(ITrainingQueueGrain.Requeue);
            if (comesBack && Refusals > 0)
            {
                Interlocked.Decrement(ref _refusals);
                throw new IOException("The store is away.");
            }
            await context.Invoke();
            if (comesBack) Interlocked.Increment(ref _heard);
        }
    }
}
