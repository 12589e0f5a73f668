package sqlite
import ("testing";"huiyin/eventstore";"fmt";"time";"sort")
func TestZZ(t *testing.T){
 var g time.Duration; var cm []time.Duration
 s:=open(t,Options{Dir:t.TempDir(),Hooks:eventstore.Hooks{GroupCommit:func(_,_ int,d time.Duration){g+=d}}})
 c:=s.writer.commit
 s.writer.commit=func() error{ a:=time.Now(); e:=c(); cm=append(cm,time.Since(a)); return e}
 var tot time.Duration
 for n:=0;n<20000;n++{ st:=eventstore.StreamID(fmt.Sprint("w-",n/20)); ev:=benchEvent(uint64(n)); a:=time.Now(); if _,err:=s.Append(t.Context(),st,eventstore.Exact(eventstore.Version(n%20)),ev);err!=nil{t.Fatal(err)}; tot+=time.Since(a)
 if n==2000 {g=0;cm=nil;tot=0}}
 var sum time.Duration; for _,d:=range cm{sum+=d}
 N:=time.Duration(len(cm))
 sort.Slice(cm,func(i,j int)bool{return cm[i]<cm[j]})
 fmt.Println("append",tot/N,"group",g/N,"commit",sum/N,"p50",cm[N/2],"p99",cm[N*99/100],"top30",func()time.Duration{var x time.Duration;for _,d:=range cm[len(cm)-30:]{x+=d};return x}())
}
