using System.Collections.Concurrent;
using System.Net;
using System.Reflection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MusicGen.Contracts.Training;
using MusicGen.Grains.Nodes;
using MusicGen.Grains.Training;

namespace MusicGen.Grains.Tests.Nodes;

/// <summary>A node whose queue nobody serves, since no silo of that role lives.</summary>
public sealed class UnheardNodeTests
{
    [Fact]
    public async Task Heartbeats_ThatNobodyTakes_AreToldOfOnceAndSoIsTheirEnd()
    {
        var silo = new OneSilo();
        var queue = new Queue(fails: 2);
        var log = new Lines();
        using var node = new TrainingNode(
            queue.Factory, silo, new StorePlace("unused"), Options.Create(new TrainingNodeOptions { Slots = 1, SlotsPerGpu = 0 }), TimeProvider.System, log);

        await node.StartAsync(TestContext.Current.CancellationToken);
        await queue.Heard.WaitAsync(TestContext.Current.CancellationToken);
        await Eventually.IsAsync(() => Task.FromResult(log.All.Count == 3));
        await node.StopAsync(TestContext.Current.CancellationToken);

        Assert.Equal([LogLevel.Information, LogLevel.Warning, LogLevel.Information], log.All.Select(line => line.Level)); // its device, the first of two failures, the end of them
        Assert.Equal("the training queue takes this node's heartbeats again", log.All.Last().Text);
    }

    /// <summary>A queue that cannot be reached a few times, and then has no orders.</summary>
    private sealed class Queue
    {
        private readonly TaskCompletionSource _heard = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _fails;

        public Queue(int fails)
        {
            _fails = fails;
            var queue = Calls.Answer<ITrainingQueueGrain>(() =>
            {
                if (_fails-- > 0) return Task.FromException<NodeOrders>(new SiloUnavailableException("Nobody serves."));
                _heard.TrySetResult();
                return Task.FromResult(NodeOrders.None);
            });
            Factory = Calls.Answer<IGrainFactory>(() => queue);
        }

        public IGrainFactory Factory { get; }

        public Task Heard => _heard.Task;
    }

    /// <summary>Answers all calls of an interface alike.</summary>
    public class Calls : DispatchProxy
    {
        private Func<object> _answer = () => throw new NotSupportedException();

        public static T Answer<T>(Func<object> answer)
            where T : class
        {
            var proxy = Create<T, Calls>();
            ((Calls)(object)proxy)._answer = answer;
            return proxy;
        }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => _answer();
    }

    private sealed class OneSilo : ILocalSiloDetails
    {
        public string Name => "train-1";

        public string ClusterId => "musicgen";

        public string DnsHostName => "localhost";

        public SiloAddress SiloAddress => SiloAddress.New(new IPEndPoint(IPAddress.Loopback, 1), 1);

        public SiloAddress GatewayAddress => SiloAddress;
    }

    private sealed class Lines : ILogger<TrainingNode>
    {
        public ConcurrentQueue<(LogLevel Level, string Text)> All { get; } = new();

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => All.Enqueue((logLevel, formatter(state, exception)));
    }
}
