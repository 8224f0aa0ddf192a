using System.Collections.Concurrent;
using MusicGen.Inference.Decoding;

namespace MusicGen.Inference.Batching;

/// <summary>One thread of a <see cref="CompositionEngine"/>, with the tunes that it steps in turn: each once a round.</summary>
internal sealed class EngineThread
{
    private const int RoundsBetweenLooks = 16;

    private readonly ConcurrentQueue<Composition> _joining = new();
    private readonly Dictionary<Decoder, List<StepGroup>> _models = []; // all groups but the last are full; the last may be empty, until another model comes
    private readonly object _sleeping = new();
    private readonly Thread _thread;
    private readonly CompositionEngine _engine;
    private volatile bool _isStopping;
    private bool _isWoken;
    private int _count;
    private long _words;

    public EngineThread(CompositionEngine engine, int number)
    {
        _engine = engine;
        _thread = new Thread(Run) { IsBackground = true, Name = $"composer {number}" };
    }

    /// <summary>Tunes here, those on their way counted.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Words stepped so far, heard ones included.</summary>
    public long Words => Volatile.Read(ref _words);

    public void Start() => _thread.Start();

    public void Join(Composition tune)
    {
        Interlocked.Increment(ref _count);
        tune.Thread = this;
        _joining.Enqueue(tune);
        Wake();
    }

    /// <summary>There may be something to do.</summary>
    public void Wake()
    {
        lock (_sleeping)
        {
            _isWoken = true;
            Monitor.Pulse(_sleeping);
        }
    }

    /// <summary>Lets it end after the round; <see cref="Clear"/> waits for that.</summary>
    public void Stop()
    {
        _isStopping = true;
        Wake();
    }

    /// <summary>Ends what it has, once it has stopped and nobody else moves tunes.</summary>
    public void Clear()
    {
        _thread.Join();
        EndAll(new CompositionInterruptedException("The service stops."));
    }

    private void Run()
    {
        for (var round = 1; !_isStopping; round++)
        {
            try
            {
                while (_joining.TryDequeue(out var tune)) Add(tune);
                if (StepAll() == 0) Sleep();
                if (round % RoundsBetweenLooks == 0) ShareOut();
            }
            catch (Exception e)
            {
                // A thread that died would take the whole service along.
                EndAll(Interrupted(e));
            }
        }
    }

    /// <summary>Until woken, now or since the last sleep.</summary>
    private void Sleep()
    {
        lock (_sleeping)
        {
            while (!_isWoken) Monitor.Wait(_sleeping);
            _isWoken = false;
        }
    }

    private void Add(Composition tune)
    {
        try
        {
            GroupWithRoom(tune.Decoder).Add(tune);
        }
        catch (Exception e)
        {
            // Such as no memory for one more group: that is nobody else's end.
            Leave();
            tune.End(Interrupted(e));
        }
    }

    private StepGroup GroupWithRoom(Decoder decoder)
    {
        if (!_models.TryGetValue(decoder, out var groups))
        {
            foreach (var (unused, _) in _models.Where(model => model.Value.All(group => group.Count == 0)).ToList()) _models.Remove(unused);
            _models.Add(decoder, groups = []);
        }
        if (groups.Count == 0 || groups[^1].IsFull) groups.Add(new StepGroup(decoder, Leave));
        return groups[^1];
    }

    private int StepAll()
    {
        var stepped = 0;
        foreach (var groups in _models.Values)
        {
            foreach (var group in groups) stepped += Step(group);
            FillUp(groups);
        }
        Volatile.Write(ref _words, _words + stepped);
        return stepped;
    }

    /// <summary>What goes wrong with a step is the end of all who took part in it.</summary>
    private static int Step(StepGroup group)
    {
        try
        {
            return group.Step();
        }
        catch (Exception e)
        {
            group.End(Interrupted(e));
            return 0;
        }
    }

    /// <summary>Moves tunes from the last group to where others have left.</summary>
    private void FillUp(List<StepGroup> groups)
    {
        for (var index = 0; index < groups.Count - 1; index++)
        {
            while (!groups[index].IsFull && index < groups.Count - 1)
            {
                if (groups[^1].Count > 0) Move(groups[^1], groups[index].Add);
                else groups.RemoveAt(groups.Count - 1);
            }
        }
    }

    /// <summary>Gives a tune to a thread that has fewer, so that none of them waits for longer words than another.</summary>
    private void ShareOut()
    {
        if (_models.Values.FirstOrDefault(groups => groups.Count > 0 && groups[^1].Count > 0) is not { } groups) return;
        _engine.ShareOut(this, other =>
        {
            Move(groups[^1], tune =>
            {
                other.Join(tune);
                Leave();
            });
        });
    }

    private void Move(StepGroup from, Action<Composition> to)
    {
        var tune = from.RemoveLast();
        try
        {
            to(tune);
        }
        catch (Exception e)
        {
            Leave();
            tune.End(Interrupted(e));
        }
    }

    private void EndAll(Exception reason)
    {
        foreach (var group in _models.Values.SelectMany(groups => groups)) group.End(reason);
        _models.Clear();
        while (_joining.TryDequeue(out var tune))
        {
            Leave();
            tune.End(reason);
        }
    }

    /// <summary>One tune fewer; said before its reader hears that it has ended.</summary>
    private void Leave() => Interlocked.Decrement(ref _count);

    private static CompositionInterruptedException Interrupted(Exception e) => new($"Composing was interrupted: {e.Message}", e);
}
