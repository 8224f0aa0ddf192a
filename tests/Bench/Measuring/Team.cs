using System.Runtime.ExceptionServices;

namespace MusicGen.Bench.Measuring;

/// <summary>Threads that do the same work at the same time, and stay for the next.</summary>
internal sealed class Team : IDisposable
{
    private readonly Thread[] _threads;
    private readonly Barrier _barrier;
    private Action<int>? _work;
    private Exception? _fault;

    /// <param name="size">How many; 1 or more.</param>
    public Team(int size)
    {
        _barrier = new Barrier(size + 1);
        _threads = [.. Enumerable.Range(0, size).Select(number => new Thread(() => Serve(number)) { IsBackground = true })];
        foreach (var thread in _threads) thread.Start();
    }

    public int Size => _threads.Length;

    /// <summary>Lets every thread do something, each with its number, and waits for all.</summary>
    public void Run(Action<int> work)
    {
        _work = work;
        _barrier.SignalAndWait();
        _barrier.SignalAndWait();
        if (Interlocked.Exchange(ref _fault, null) is { } fault) ExceptionDispatchInfo.Throw(fault);
    }

    /// <summary>The sum of what every thread found.</summary>
    public double Sum(Func<int, double> measure)
    {
        var found = new double[Size];
        Run(number => found[number] = measure(number));
        return found.Sum();
    }

    public void Dispose()
    {
        _work = null;
        _barrier.SignalAndWait();
        foreach (var thread in _threads) thread.Join();
        _barrier.Dispose();
    }

    private void Serve(int number)
    {
        while (true)
        {
            _barrier.SignalAndWait();
            if (_work is not { } work) return;
            try
            {
                work(number);
            }
            catch (Exception e)
            {
                // Told by whoever waits for the work.
                Interlocked.CompareExchange(ref _fault, e, null);
            }
            _barrier.SignalAndWait();
        }
    }
}
